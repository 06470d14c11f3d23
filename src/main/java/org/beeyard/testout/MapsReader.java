package org.beeyard.testout;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code test_maps}, which names only some of its tests: those that it forks many times over, those of {@code map_tests} that say {@code
 * name:PASS}, and the one in which a check or an assertion ended it. The source is {@code tools/testing/selftests/bpf/test_maps.c}.
 */
final class MapsReader extends UnitsReader {

    private static final Pattern FORK = Pattern.compile("^Fork \\d{1,7} tasks to '(\\w{1,200})'$");
    private static final Pattern PASS = Pattern.compile("^(\\w{1,200}):PASS$");
    private static final Pattern SKIP = Pattern.compile("^(\\w{1,200})(?:\\(\\d+\\))?[: ]+SKIP\\b.*$");
    private static final Pattern FAIL = Pattern.compile("^(\\w{1,200})\\(\\d+\\):FAIL:.*$");
    private static final Pattern ASSERT = Pattern.compile("^test_maps: \\S{1,300}:\\d+: (\\w{1,200}): Assertion .*$");
    private static final Pattern CLOSING = Pattern.compile("^test_maps: OK(?:, (\\d+) SKIPPED)?$");
    private static final int LONGEST = 2048;

    private @Nullable String forked;
    private boolean finished;

    MapsReader(Instant start, Consumer<TestReport> reports) {
        super(start, reports);
    }

    @Override
    public void line(String line, Instant at) {
        String looked = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
        Matcher fork = FORK.matcher(looked);
        if (fork.matches()) {
            survived(at);
            forked = fork.group(1);
            units.begins(at);
        } else if (CLOSING.matcher(looked).matches()) {
            survived(at);
            finished = true;
        } else if (!unit(looked, PASS, Outcome.PASS, at) && !unit(looked, SKIP, Outcome.SKIP, at)) {
            units.said(line);
            // The fork's parent finds out that a child has failed, and knows no more than that.
            if (!looked.contains(": __")
                    && (unit(looked, FAIL, Outcome.FAIL, at) || unit(looked, ASSERT, Outcome.FAIL, at))) {
                forked = null;
            }
        }
    }

    private boolean unit(String line, Pattern pattern, Outcome outcome, Instant at) {
        Matcher unit = pattern.matcher(line);
        if (!unit.matches()) {
            return false;
        }
        if (!outcome.broken()) {
            survived(at);
        }
        units.ended(unit.group(1), outcome, at);
        return true;
    }

    /** The first failure ends the suite: what came before it has passed. */
    private void survived(Instant at) {
        String name = forked;
        forked = null;
        if (name != null) {
            units.ended(name, Outcome.PASS, at);
        }
    }

    @Override
    public void end(Instant at) {
        String name = forked;
        forked = null;
        if (name != null && !finished && units.broken() == 0) {
            units.ended(name, Outcome.ERROR, at);
        }
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public String words() {
        return units.size() + " named tests, " + units.broken() + " failed"
                + (finished ? "" : ", and test_maps did not get to its end");
    }
}
