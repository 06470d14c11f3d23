package org.beeyard.testout;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;

/** Reads suites of which nothing is known but that a line {@code name OK} may be a test. */
final class PlainReader extends UnitsReader {

    private static final Pattern UNIT = Pattern.compile("^(\\S.{0,400}?)[: ]+(OK|PASS|FAIL|SKIP)(?:\\b.*)?$");
    private static final Pattern CLOSING = Pattern.compile("^boot: done$");

    private boolean finished;

    PlainReader(Instant start, Consumer<TestReport> reports) {
        super(start, reports);
    }

    @Override
    public void line(String line, Instant at) {
        finished |= CLOSING.matcher(line).matches();
        Matcher unit = UNIT.matcher(line.length() > 1024 ? "" : line);
        if (!unit.matches()) {
            units.said(line);
            return;
        }
        Outcome outcome = switch (unit.group(2)) {
            case "OK", "PASS" -> Outcome.PASS;
            case "SKIP" -> Outcome.SKIP;
            default -> Outcome.FAIL;
        };
        if (outcome == Outcome.FAIL) {
            units.said(line);
        }
        units.ended(unit.group(1).strip(), outcome, at);
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public String words() {
        return units.words();
    }
}
