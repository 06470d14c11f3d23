package org.beeyard.export;

import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.Outcome;

/** Results in memory. */
record ListedResults(List<Row> rows) implements Results {

    static ListedResults of(Row... rows) {
        return new ListedResults(List.of(rows));
    }

    static Row test(String name, Outcome outcome, int subtests) {
        return new Row(1, name, "", outcome, 20, outcome == Outcome.PASS ? null : name + " says why", subtests);
    }

    static Row subtest(String test, String name, Outcome outcome, int subtests) {
        return new Row(
                2, test, name, outcome, -1, outcome == Outcome.PASS ? null : "expected: 1\nactual: <0>", subtests);
    }

    static EndedAttempt attempt(Ending ending, String sentence) {
        Instant then = Instant.parse("2026-02-24T10:00:00Z");
        return new EndedAttempt(
                12,
                "test_progs x86_64 gcc",
                "test_progs",
                "x86_64",
                "gcc",
                ending,
                sentence,
                "kvm",
                "host1",
                then,
                then.plusSeconds(1),
                then.plusSeconds(61));
    }

    @Override
    public Counts counts() {
        Map<Outcome, Integer> by = new EnumMap<>(Outcome.class);
        rows.forEach(row -> by.merge(row.outcome(), 1, Integer::sum));
        return new Counts(
                by,
                (int) rows.stream().map(Row::test).distinct().count(),
                rows.stream().mapToInt(row -> Math.max(0, row.millis())).sum());
    }

    @Override
    public void each(Sink sink) throws IOException {
        for (Row row : rows) {
            sink.take(row);
        }
    }
}
