package org.beeyard.testout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code test_progs} (any flavour) prints, line by line as it appears, and reports every unit as it ends.
 *
 * <p>The source of the format is {@code tools/testing/selftests/bpf/test_progs.c}: {@code #N/M name:OK|FAIL|SKIP}, the
 * log of a failing unit before its line, and after the last unit a repetition under {@code All error logs:}. A test may
 * print anything, so also lines of this form: a line counts only when its number and name agree with the suite's own
 * list, and of two lines about the same unit the worse outcome holds.
 */
final class TestProgsReader implements SuiteReader {

    private static final Pattern UNIT =
            Pattern.compile("^#(\\d+)(?:/(\\d+))?\\s+(.*):(OK|FAIL|SKIP)(?: \\((?:SKIP: \\d+/\\d+|(not built))\\))?$");
    private static final Pattern SUMMARY =
            Pattern.compile("^Summary: (\\d+)/(\\d+) PASSED, (\\d+) SKIPPED(?: \\(\\d+ not built\\))?, (\\d+) FAILED$");

    /** More than any kernel has; a test that prints made-up names shall not fill the memory. */
    private static final int MOST_UNITS = 50_000;

    private final Supplier<List<String>> listing;
    private final boolean parallel;
    private final Consumer<TestReport> reports;
    private final Map<String, Outcome> seen = new HashMap<>();
    private final Set<String> tests = new HashSet<>();
    private final LogExcerpt log = new LogExcerpt();
    private final Lack lackOfUnit = new Lack();
    private final Lack lackOfTest = new Lack();
    private Instant since;
    private Instant testSince;
    private boolean repeating;
    private @Nullable Summary summary;

    /** The counts of the suite's last line. */
    record Summary(int passed, int passedSubtests, int skipped, int failed) {}

    /**
     * @param listing the names of {@code test_progs -l} in its order, whose n-th is test number n; empty when the suite
     *     could not list them, and then every well-formed line is believed
     */
    TestProgsReader(Supplier<List<String>> listing, boolean parallel, Instant start, Consumer<TestReport> reports) {
        this.listing = listing;
        this.parallel = parallel;
        this.reports = reports;
        this.since = start;
        this.testSince = start;
    }

    @Override
    public void line(String line, Instant at) {
        repeating |= line.equals("All error logs:");
        Matcher end = SUMMARY.matcher(line);
        if (end.matches()) {
            summary = new Summary(number(end, 1), number(end, 2), number(end, 3), number(end, 4));
            return;
        }
        Matcher unit = UNIT.matcher(line.length() > 1024 ? "" : line);
        if (unit.matches() && isListed(unit) && (seen.size() < MOST_UNITS || seen.containsKey(unit.group(3)))) {
            report(unit, at);
        } else {
            lackOfUnit.line(line);
            lackOfTest.line(line);
            if (!repeating) {
                log.add(line);
            }
        }
    }

    private void report(Matcher unit, Instant at) {
        String name = unit.group(3);
        boolean isSubtest = unit.group(2) != null;
        int slash = isSubtest ? name.indexOf('/') : -1;
        String test = slash < 0 ? name : name.substring(0, slash);
        String subtest = slash < 0 ? null : name.substring(slash + 1);
        Optional<String> unfit = unfit(unit, isSubtest ? lackOfUnit : lackOfTest);
        Outcome outcome = switch (unit.group(4)) {
            case "OK" -> Outcome.PASS;
            case "SKIP" -> unfit.isPresent() ? Outcome.UNFIT : Outcome.SKIP;
            default -> unfit.isPresent() ? Outcome.UNFIT : Outcome.FAIL;
        };
        Instant from = isSubtest ? since : testSince;
        int millis = parallel ? -1 : (int) Math.clamp(Duration.between(from, at).toMillis(), 0, Integer.MAX_VALUE);
        String excerpt = unfit.map(why -> Lack.words(why) + "\n" + log.text())
                .orElse(outcome == Outcome.FAIL ? log.text() : null);
        Outcome before = seen.get(name);
        Outcome held = before == null ? outcome : before.worse(outcome);
        if (held != before) {
            seen.put(name, held);
            reports.accept(new TestReport(test, subtest, held, millis, excerpt));
        }
        // The log of a failing subtest belongs to its test as well: the test's line follows and often says nothing
        // itself.
        if (!isSubtest || !unit.group(4).equals("FAIL")) {
            log.clear();
        }
        lackOfUnit.clear();
        lackOfTest.apart();
        since = at;
        if (!isSubtest) {
            lackOfTest.clear();
            tests.add(test);
            testSince = at;
        }
    }

    private static Optional<String> unfit(Matcher unit, Lack lack) {
        return switch (unit.group(4)) {
            case "OK" -> Optional.empty();
            case "SKIP" -> Optional.ofNullable(unit.group(5)).map(_ -> "it was not built");
            default -> lack.found();
        };
    }

    private boolean isListed(Matcher unit) {
        List<String> listed = listing.get();
        String name = unit.group(3);
        int slash = name.indexOf('/');
        if (name.isBlank()
                || unit.group(2) != null
                        && (slash < 1 || name.substring(slash + 1).isBlank())) {
            return false;
        }
        if (listed.isEmpty()) {
            return true;
        }
        int number = number(unit, 1);
        if (number < 1 || number > listed.size()) {
            return false;
        }
        String expected = listed.get(number - 1);
        return unit.group(2) == null ? name.equals(expected) : name.startsWith(expected + "/");
    }

    @Override
    public boolean finished() {
        return summary != null;
    }

    @Override
    public String words() {
        Summary counts = summary;
        return counts == null
                ? seen.size() + " tests and subtests reported, and no summary"
                : counts.passed() + "/" + counts.passedSubtests() + " passed, " + counts.skipped() + " skipped, "
                        + counts.failed() + " failed";
    }

    /** The suite's own closing line, absent when it did not get there. */
    Optional<Summary> summary() {
        return Optional.ofNullable(summary);
    }

    @Override
    public int unread() {
        Summary counts = summary;
        return counts == null ? 0 : Math.max(0, counts.passed() + counts.failed() - tests.size());
    }

    @Override
    public String unfinishedLog() {
        return log.text();
    }

    @Override
    public List<String> missing(List<String> expected) {
        List<String> missing = new ArrayList<>(expected);
        missing.removeIf(seen::containsKey);
        return missing;
    }

    private static int number(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }
}
