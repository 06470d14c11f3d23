package org.beeyard.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.job.JobState;
import org.beeyard.plan.Suites;
import org.beeyard.protocol.Effort;
import org.beeyard.protocol.Outcome;

/**
 * What one job of a run gave, all attempts together.
 *
 * @param tests by test and subtest
 */
record JobOutcome(
        long job,
        String name,
        JobState state,
        String sentence,
        Map<TestKey, Seen> tests,
        List<Crash> splats,
        Gate gate) {

    /** What becomes of what a job finds. */
    enum Gate {
        /** It counts. */
        BLOCKING,
        /** It is shown. */
        ADVISORY,
        /** It counts where the base was asked the same and answered otherwise. */
        DIFFERENCES
    }

    JobOutcome(long job, String name, JobState state, String sentence, Map<TestKey, Seen> tests, List<Crash> splats) {
        this(job, name, state, sentence, tests, splats, Gate.BLOCKING);
    }

    JobOutcome {
        tests = Map.copyOf(tests);
        splats = List.copyOf(splats);
    }

    /** Whether it says what differs between two kernels. */
    boolean compares() {
        return Suites.compares(name);
    }

    /** Jobs are named after what they do. */
    boolean build() {
        return name.startsWith("build ");
    }

    /** @param subtest empty for the test itself */
    record TestKey(int id, String test, String subtest) {

        String fullName() {
            return subtest.isEmpty() ? test : test + "/" + subtest;
        }
    }

    /**
     * @param again what the rerun in a fresh VM gave, when there was one for this test
     * @param effort of the verifier, when the test is a program that it accepted
     */
    record Seen(Outcome first, Optional<Outcome> again, Optional<String> excerpt, Optional<Effort> effort) {

        Seen(Outcome first, Optional<Outcome> again, Optional<String> excerpt) {
            this(first, again, excerpt, Optional.empty());
        }

        boolean flaky() {
            return again.isPresent() && first.broken() != again.get().broken();
        }

        boolean broken() {
            return first.broken() && !flaky();
        }
    }

    record Crash(String fingerprint, String title, String text) {}
}
