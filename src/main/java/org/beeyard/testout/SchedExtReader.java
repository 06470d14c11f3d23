package org.beeyard.testout;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.jspecify.annotations.Nullable;

/**
 * Reads the runner of {@code tools/testing/selftests/sched_ext}: {@code TEST: name}, the test's output, {@code ok N name # SKIP}, and counts at the
 * end. A test may print anything: a result counts only when it is of the test that has begun and of the next number.
 */
final class SchedExtReader extends UnitsReader {

    private static final Pattern BEGIN = Pattern.compile("^TEST: (\\S.{0,300})$");
    private static final Pattern RESULT = Pattern.compile("^(ok|not ok) (\\d{1,7}) (\\S.{0,300}?) #( ?SKIP)?.*$");
    private static final Pattern COUNT = Pattern.compile("^(PASSED|SKIPPED|FAILED):\\s+(\\d{1,7})$");

    private @Nullable String current;
    private @Nullable String cutOff;
    private int number;
    private String passed = "";
    private String skipped = "";
    private @Nullable String failed;

    SchedExtReader(Instant start, Consumer<TestReport> reports) {
        super(start, reports);
    }

    @Override
    public void line(String line, Instant at) {
        String looked = line.length() > 1024 ? "" : line;
        Matcher begin = BEGIN.matcher(looked);
        Matcher result = RESULT.matcher(looked);
        Matcher count = COUNT.matcher(looked);
        if (current == null && begin.matches()) {
            current = begin.group(1);
            units.begins(at);
        } else if (current != null && result.matches() && isCurrent(result)) {
            number++;
            current = null;
            units.ended(result.group(3), outcome(result), at);
        } else if (current == null && count.matches()) {
            count(count.group(1), count.group(2));
        } else {
            units.said(line);
        }
    }

    private boolean isCurrent(Matcher result) {
        return result.group(3).equals(current) && Integer.parseInt(result.group(2)) == number + 1;
    }

    private static Outcome outcome(Matcher result) {
        return result.group(1).equals("not ok") ? Outcome.FAIL : result.group(4) == null ? Outcome.PASS : Outcome.SKIP;
    }

    private void count(String what, String times) {
        switch (what) {
            case "PASSED" -> passed = times;
            case "SKIPPED" -> skipped = times;
            default -> failed = times;
        }
    }

    @Override
    public void end(Instant at) {
        String name = current;
        current = null;
        if (name != null && failed == null) {
            cutOff = name;
            units.ended(name, Outcome.ERROR, at);
        }
    }

    @Override
    public Optional<String> cutOff() {
        return Optional.ofNullable(cutOff);
    }

    @Override
    public boolean finished() {
        return failed != null;
    }

    @Override
    public String words() {
        String counts = failed;
        return counts == null
                ? units.words() + ", and no counts at the end"
                : passed + " passed, " + skipped + " skipped, " + counts + " failed";
    }
}
