package org.beeyard.testout;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;

/**
 * Reads suites that print one line a test: {@code test_verifier} ({@code #N/p name OK}), and plain ones, such as {@code
 * test_maps}, of which only {@code name OK} lines and closing words are known.
 */
final class PlainReader implements SuiteReader {

    private static final Pattern UNIT =
            Pattern.compile("^(?:#\\d+/([pu]) )?(\\S.{0,400}?)[: ]+(OK|PASS|FAIL|SKIP)(?:\\b.*)?$");
    private static final Pattern SUMMARY =
            Pattern.compile("^Summary: (\\d+) PASSED, (\\d+) SKIPPED, (\\d+) FAILED.*|^test_maps: OK.*|^boot: done$");

    private static final int MOST_UNITS = 50_000;

    private final Consumer<TestReport> reports;
    private final Set<String> seen = new HashSet<>();
    private final LogExcerpt log = new LogExcerpt();
    private Instant since;
    private boolean finished;
    private int failed;

    PlainReader(String suite, Instant start, Consumer<TestReport> reports) {
        this.reports = reports;
        this.since = start;
    }

    @Override
    public void line(String line, Instant at) {
        finished |= SUMMARY.matcher(line).matches();
        Matcher unit = UNIT.matcher(line.length() > 1024 ? "" : line);
        if (!unit.matches()) {
            log.add(line);
            return;
        }
        Outcome outcome = switch (unit.group(3)) {
            case "OK", "PASS" -> Outcome.PASS;
            case "SKIP" -> Outcome.SKIP;
            default -> Outcome.FAIL;
        };
        // test_verifier runs most of its programs twice: as root and as a user without rights
        String name = unit.group(2).strip() + ("u".equals(unit.group(1)) ? " @unpriv" : "");
        if (!name.isBlank() && seen.size() < MOST_UNITS && seen.add(name)) {
            failed += outcome == Outcome.FAIL ? 1 : 0;
            int millis = (int) Math.clamp(Duration.between(since, at).toMillis(), 0, Integer.MAX_VALUE);
            reports.accept(
                    new TestReport(name, null, outcome, millis, outcome == Outcome.FAIL ? log.text() + line : null));
        }
        since = at;
        log.clear();
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public List<String> missing(List<String> expected) {
        return expected.stream().filter(name -> !seen.contains(name)).toList();
    }

    @Override
    public int unread() {
        return 0; // its closing words count programs, some of which share a name
    }

    @Override
    public String unfinishedLog() {
        return log.text();
    }

    @Override
    public String words() {
        return seen.size() + " tests, " + failed + " failed";
    }
}
