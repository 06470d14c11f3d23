package org.beeyard.testout;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.jspecify.annotations.Nullable;

/**
 * Reads a suite and what AddressSanitizer and LeakSanitizer say of it: {@code ==PID==ERROR: AddressSanitizer: …} to a line {@code SUMMARY: …}. The
 * test that ran has failed then, whatever the suite thinks of it. Where several ran, or none did any more, it is one that the stacks name.
 */
final class SanitizedReader implements SuiteReader {

    private static final int LONGEST = 2000;
    private static final Pattern BEGIN =
            Pattern.compile("==\\d{1,10}==\\s?ERROR: ((?:Address|Leak)Sanitizer): (.{0,200}?)(?: on .*)?");
    private static final Pattern FRAME = Pattern.compile(" +#\\d{1,4} 0x[0-9a-f]+ in (?:serial_)?test_(\\w{1,200}).*");

    private final SuiteReader suite;
    private final Supplier<List<String>> listed;
    private final boolean parallel;
    private final Consumer<TestReport> reports;
    private final LogExcerpt report = new LogExcerpt();
    private final Set<String> inStacks = new HashSet<>();
    private final Map<String, String> spoilt = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private @Nullable String tool;
    private String firstWords = "";
    private boolean within;

    SanitizedReader(
            Supplier<List<String>> listed,
            boolean parallel,
            Consumer<TestReport> reports,
            Function<Consumer<TestReport>, SuiteReader> suite) {
        this.listed = listed;
        this.parallel = parallel;
        this.reports = reports;
        this.suite = suite.apply(this::ended);
    }

    @Override
    public void line(String line, Instant at) {
        Matcher begin = BEGIN.matcher(line.length() > LONGEST ? "" : line);
        if (begin.matches()) {
            within = true;
            tool = begin.group(1);
            firstWords = firstWords.isEmpty() ? begin.group(1) + ": " + begin.group(2) : firstWords;
        }
        if (within) {
            report.add(line);
            Matcher frame = FRAME.matcher(line.length() > LONGEST ? "" : line);
            if (frame.matches() && inStacks.size() < LONGEST) {
                inStacks.add(frame.group(1));
            }
            within = !line.startsWith("SUMMARY: ");
        }
        suite.line(line, at);
    }

    private void ended(TestReport test) {
        seen.add(test.test());
        boolean now = tool != null && !parallel;
        if (now) {
            spoilt.put(test.test(), report.text());
            forget();
        }
        String text = now || test.subtest() == null ? spoilt.get(test.test()) : null;
        reports.accept(text == null ? test : failed(test.test(), test.subtest(), test.millis(), text));
    }

    @Override
    public void end(Instant at) {
        suite.end(at);
        if (tool == null || !suite.finished() && !parallel) {
            return; // the one that never reported was running
        }
        inStacks.removeIf(name -> !seen.contains(name) && !listed.get().contains(name));
        if (inStacks.isEmpty()) {
            inStacks.add(tool);
        }
        inStacks.stream().sorted().forEach(test -> reports.accept(failed(test, null, -1, report.text())));
        forget();
    }

    private static TestReport failed(String test, @Nullable String subtest, int millis, String text) {
        return new TestReport(test, subtest, Outcome.FAIL, millis, text);
    }

    private void forget() {
        tool = null;
        within = false;
        report.clear();
        inStacks.clear();
    }

    @Override
    public boolean finished() {
        return suite.finished();
    }

    @Override
    public List<String> missing(List<String> expected) {
        return suite.missing(expected);
    }

    @Override
    public int unread() {
        return suite.unread();
    }

    @Override
    public Optional<String> cutOff() {
        return suite.cutOff();
    }

    @Override
    public String unfinishedLog() {
        return tool == null ? suite.unfinishedLog() : report.text();
    }

    @Override
    public Outcome unfinished() {
        return tool == null ? suite.unfinished() : Outcome.FAIL;
    }

    @Override
    public String words() {
        return suite.words() + (firstWords.isEmpty() ? "" : "; " + firstWords);
    }
}
