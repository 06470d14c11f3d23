package org.beeyard.testout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;

/** What a custom suite's script says: by its exit status, and by KTAP or a file. Pure. */
public final class ScriptOutput {

    /** As the kernel's selftests: nothing could be tested here. */
    private static final int SKIPPED = 4;

    private final String suite;
    private final String kind;
    private final Instant start;
    private final Consumer<TestReport> reports;
    private final SuiteReader reader;

    /** @param kind {@code exit}, {@code ktap} or {@code json} */
    public ScriptOutput(String suite, String kind, Instant start, Consumer<TestReport> reports) {
        this.suite = suite;
        this.kind = kind;
        this.start = start;
        this.reports = reports;
        this.reader = kind.equals("ktap") ? new KtapReader(start, reports) : new ScriptReader();
    }

    public SuiteReader reader() {
        return reader;
    }

    /** How it ended. */
    public record Ended(boolean passed, String sentence) {}

    /**
     * To be called once, after the reader's end.
     *
     * @param file what the script wrote, where it reports by a file
     */
    public Ended ended(int exit, Optional<String> file, Instant at) {
        if (exit == SKIPPED) {
            report(Outcome.SKIP, at, "");
            return new Ended(true, "It had nothing to test here (exit status " + SKIPPED + ").");
        }
        if (reader instanceof KtapReader ktap) {
            boolean good = exit == 0 && ktap.broken() == 0 && ktap.problem().isEmpty();
            return new Ended(good, ktap.words() + status(exit) + ".");
        }
        if (kind.equals("json")) {
            return byFile(exit, file, at);
        }
        report(exit == 0 ? Outcome.PASS : Outcome.FAIL, at, reader.unfinishedLog());
        return new Ended(exit == 0, exit == 0 ? "It passed." : "It failed (exit status " + exit + ").");
    }

    private Ended byFile(int exit, Optional<String> file, Instant at) {
        if (file.isEmpty()) {
            report(Outcome.ERROR, at, reader.unfinishedLog());
            return new Ended(false, "It left no report" + status(exit) + ".");
        }
        try {
            JsonReport report = JsonReport.of(file.get());
            report.tests().forEach(reports);
            List<TestReport> whole = report.tests().stream()
                    .filter(test -> test.subtest() == null)
                    .toList();
            long broken = whole.stream().filter(test -> test.outcome().broken()).count();
            String counts = whole.size() + " tests, " + broken + " failed";
            return new Ended(exit == 0 && broken == 0, report.sentence().orElse(counts + status(exit) + "."));
        } catch (JsonReport.Unreadable e) {
            report(Outcome.ERROR, at, reader.unfinishedLog());
            return new Ended(false, "Its report cannot be read: " + e.getMessage() + ".");
        }
    }

    /** Of the suite as a whole, so that it has a history. */
    private void report(Outcome outcome, Instant at, String log) {
        int millis = (int) Math.clamp(Duration.between(start, at).toMillis(), 0, Integer.MAX_VALUE);
        reports.accept(new TestReport(suite, null, outcome, millis, outcome.broken() ? log : null));
    }

    private static String status(int exit) {
        return exit == 0 ? "" : " (exit status " + exit + ")";
    }
}
