package org.beeyard.export;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.Outcome;
import org.jspecify.annotations.Nullable;

/** All results of an attempt, sorted by test, each test before its subtests. They need not fit into memory. */
interface Results {

    Counts counts();

    void each(Sink sink) throws IOException;

    /**
     * @param subtests how many the test has in this attempt
     * @param subtest empty for the test itself
     * @param millis below 0 when it is not known
     */
    record Row(
            int id,
            String test,
            String subtest,
            Outcome outcome,
            int millis,
            @Nullable String excerpt,
            int subtests) {

        String name() {
            return subtest.isEmpty() ? test : test + "/" + subtest;
        }
    }

    interface Sink {
        void take(Row row) throws IOException;
    }

    /**
     * @param by outcome, subtests included
     * @param tests those with a name of their own, subtests not counted
     * @param millis that the tests took, as far as it is known
     */
    record Counts(Map<Outcome, Integer> by, int tests, long millis) {

        public Counts {
            by = by.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(by));
        }

        int of(Outcome outcome) {
            return by.getOrDefault(outcome, 0);
        }

        int all() {
            return by.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** Whether an attempt that ended so did it for one of its tests. */
        boolean explain(Ending ending) {
            return by.keySet().stream().anyMatch(Outcome::broken) || ending == Ending.FAILED && of(Outcome.UNFIT) > 0;
        }
    }
}
