package org.beeyard.testout;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.beeyard.protocol.Effort;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.jspecify.annotations.Nullable;

/** The finished units of a suite on their way out: each once, and once more when it turns out worse. Bounded. */
final class Units {

    /** More than any suite has; one that prints made-up names shall not fill the memory. */
    private static final int MOST = 50_000;

    private final Consumer<TestReport> reports;
    private final Map<String, Outcome> seen = new HashMap<>();
    private final LogExcerpt log = new LogExcerpt();
    private Instant since;

    Units(Instant start, Consumer<TestReport> reports) {
        this.since = start;
        this.reports = reports;
    }

    /** Something that is said between units. */
    void said(String line) {
        log.add(line);
    }

    void ended(String test, Outcome outcome, Instant at) {
        ended(test, null, outcome, at);
    }

    /** What was said since the last one is its log. */
    void ended(String test, @Nullable String subtest, Outcome outcome, Instant at) {
        ended(test, subtest, outcome, millis(at), log.text());
        begins(at);
    }

    /** One that may have failed because it does not fit the kernel: its log tells. */
    void failed(String test, Instant at) {
        String said = log.text();
        Optional<String> lack = Lack.in(said);
        ended(
                test,
                null,
                lack.isPresent() ? Outcome.UNFIT : Outcome.FAIL,
                millis(at),
                lack.map(why -> Lack.words(why) + "\n" + said).orElse(said));
        begins(at);
    }

    private int millis(Instant at) {
        return (int) Math.clamp(Duration.between(since, at).toMillis(), 0, Integer.MAX_VALUE);
    }

    /** A program that the verifier was shown. */
    void ended(String program, Outcome outcome, @Nullable Effort effort, Instant at) {
        ended(program, null, outcome, millis(at), log.text(), effort);
        begins(at);
    }

    /** One whose time and log are known elsewhere. */
    void ended(String test, @Nullable String subtest, Outcome outcome, int millis, String words) {
        ended(test, subtest, outcome, millis, words, null);
    }

    private void ended(
            String test, @Nullable String subtest, Outcome outcome, int millis, String words, @Nullable Effort effort) {
        String name = subtest == null ? test : test + "/" + subtest;
        boolean named = !test.isBlank() && (subtest == null || !subtest.isBlank());
        Outcome before = seen.get(name);
        if (named && (before != null || seen.size() < MOST)) {
            Outcome held = before == null ? outcome : before.worse(outcome);
            if (held != before) {
                seen.put(name, held);
                reports.accept(new TestReport(
                        test, subtest, held, millis, held.broken() || held == Outcome.UNFIT ? words : null, effort));
            }
        }
    }

    /** A unit begins: what was said before is not its log. */
    void begins(Instant at) {
        since = at;
        log.clear();
    }

    boolean saw(String name) {
        return seen.containsKey(name);
    }

    int broken() {
        return (int) seen.values().stream().filter(Outcome::broken).count();
    }

    int size() {
        return seen.size();
    }

    List<String> missing(List<String> expected) {
        return expected.stream().filter(name -> !seen.containsKey(name)).toList();
    }

    String log() {
        return log.text();
    }

    String words() {
        return size() + " tests, " + broken() + " failed";
    }
}
