package org.beeyard.testout;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.protocol.Outcome;

/** One line of KTAP, as {@code Documentation/dev-tools/ktap.rst} has it. Pure. */
sealed interface KtapLine {

    record Result(int indent, int number, String name, Outcome outcome) implements KtapLine {}

    /** @param skipped whether all of it is left out */
    record Plan(int indent, int tests, boolean skipped) implements KtapLine {}

    record Bail(String reason) implements KtapLine {}

    record Version(int indent) implements KtapLine {}

    /** Anything else: diagnostics and what tests print. */
    record Other() implements KtapLine {}

    Pattern RESULT = Pattern.compile("^( {0,60})(ok|not ok) (\\d{1,7})(?: -)?(?: (.*))?$");
    Pattern PLAN = Pattern.compile("^( {0,60})1\\.\\.(\\d{1,7})(?:\\s*#\\s*(\\w+).*)?$");
    Pattern VERSION = Pattern.compile("^( {0,60})K?TAP version \\d{1,3}$");
    Pattern BAIL = Pattern.compile("^ {0,60}Bail out!(.*)$");
    Pattern DIRECTIVE =
            Pattern.compile("^(.*?)\\s*(?<!\\\\)#\\s*(SKIP|TODO|XFAIL|TIMEOUT|ERROR)\\b.*$", Pattern.CASE_INSENSITIVE);
    int LONGEST = 1024;

    static KtapLine of(String line) {
        String text = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
        Matcher result = RESULT.matcher(text);
        if (result.matches()) {
            return result(result);
        }
        Matcher plan = PLAN.matcher(text);
        if (plan.matches()) {
            return new Plan(
                    plan.group(1).length(), Integer.parseInt(plan.group(2)), "skip".equalsIgnoreCase(plan.group(3)));
        }
        Matcher version = VERSION.matcher(text);
        if (version.matches()) {
            return new Version(version.group(1).length());
        }
        Matcher bail = BAIL.matcher(text);
        return bail.matches() ? new Bail(bail.group(1).strip()) : new Other();
    }

    private static Result result(Matcher line) {
        String rest = line.group(4) == null ? "" : line.group(4).strip();
        Matcher directive = DIRECTIVE.matcher(rest);
        boolean told = directive.matches();
        String name = (told ? directive.group(1) : rest).strip().replace("\\#", "#");
        if (name.endsWith(" #")) {
            name = name.substring(0, name.length() - 2).strip(); // sched_ext's and others' empty directive
        }
        int number = Integer.parseInt(line.group(3));
        boolean ok = line.group(2).equals("ok");
        return new Result(
                line.group(1).length(),
                number,
                name.isBlank() || name.equals("#") ? "test " + number : name,
                told ? told(directive.group(2), ok) : ok ? Outcome.PASS : Outcome.FAIL);
    }

    /** What is known not to work yet, or to fail as expected, is no failure. */
    private static Outcome told(String directive, boolean ok) {
        return switch (directive.toUpperCase(java.util.Locale.ROOT)) {
            case "SKIP" -> Outcome.SKIP;
            case "TODO", "XFAIL" -> ok ? Outcome.PASS : Outcome.SKIP;
            default -> Outcome.ERROR;
        };
    }
}
