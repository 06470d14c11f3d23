package org.beeyard.testout;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code test_verifier}: {@code #N/p name OK|FAIL|SKIP}, as {@code tools/testing/selftests/bpf/test_verifier.c} prints it. Why a program
 * fails comes after its line, so a failure is reported when the next unit begins.
 */
final class VerifierReader extends UnitsReader {

    private static final Pattern UNIT = Pattern.compile("^#(\\d{1,7})/([pu]) (.+) (OK|FAIL|SKIP)(?: \\(.*\\))?\\s*$");

    /** What went wrong may stand on the same line. */
    private static final Pattern BROKEN = Pattern.compile("^#(\\d{1,7})/([pu]) (.+?) (FAIL)\\b.*$");

    private static final Pattern SUMMARY =
            Pattern.compile("^Summary: (\\d+) PASSED, (\\d+) SKIPPED, (\\d+) FAILED\\s*$");
    private static final int LONGEST = 2048;

    private @Nullable String failing;
    private @Nullable String summary;

    VerifierReader(Instant start, Consumer<TestReport> reports) {
        super(start, reports);
    }

    @Override
    public void line(String line, Instant at) {
        String looked = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
        Matcher end = SUMMARY.matcher(looked);
        Matcher unit = unit(looked);
        if (end.matches()) {
            settle(at);
            summary = end.group(1) + " passed, " + end.group(2) + " skipped, " + end.group(3) + " failed";
        } else if (unit != null) {
            settle(at);
            String name = name(unit);
            units.begins(at);
            switch (unit.group(4)) {
                case "OK" -> units.ended(name, Outcome.PASS, at);
                case "SKIP" -> units.ended(name, Outcome.SKIP, at);
                default -> {
                    failing = name;
                    units.said(line);
                }
            }
        } else {
            units.said(line);
        }
    }

    private static @Nullable Matcher unit(String line) {
        if (!line.startsWith("#")) {
            return null;
        }
        Matcher whole = UNIT.matcher(line);
        if (whole.matches()) {
            return whole;
        }
        Matcher broken = BROKEN.matcher(line);
        return broken.matches() ? broken : null;
    }

    /** Most programs are run twice: as root and as a user without rights. Numbers move when programs are added. */
    private static String name(Matcher unit) {
        return unit.group(3).strip() + (unit.group(2).equals("u") ? " @unpriv" : "");
    }

    private void settle(Instant at) {
        String name = failing;
        failing = null;
        if (name != null) {
            units.failed(name, at);
        }
    }

    @Override
    public void end(Instant at) {
        settle(at);
    }

    @Override
    public boolean finished() {
        return summary != null;
    }

    @Override
    public String words() {
        String counts = summary;
        return counts == null ? units.words() + ", and no summary" : counts;
    }
}
