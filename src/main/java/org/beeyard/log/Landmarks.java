package org.beeyard.log;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.beeyard.testout.BuildErrors;
import org.beeyard.testout.ConsoleReader;
import org.jspecify.annotations.Nullable;

/**
 * Tells which lines of a log people look for. What a line means depends on the step: a test may print what a compiler would
 * say. Of lines that say the same within one step only the first counts, for suites repeat their errors at the end.
 */
final class Landmarks {

    private static final String STEP = "##[step] ";
    private static final String CONSOLE = "[console] ";
    private static final String OWN = "beeyard: ";

    private static final Pattern FAILED_TEST = Pattern.compile(
            "^#\\d+(?:/\\S{1,9})?\\s.{0,1000}?[: ]FAIL\\b.{0,40}$" // test_progs, test_verifier
                    + "|^[A-Za-z_]\\w{0,200}(?:\\(\\d{1,9}\\))?:FAIL:.*" // an assertion of test_progs, before the line
                    // of its test; test_maps
                    + "|^test_maps: \\S{1,300}:\\d{1,9}: \\w{1,200}: Assertion .*"
                    + "|^ {0,64}not ok \\d++(?! .*# *(?i:SKIP|TODO|XFAIL)).*" // KTAP
                    + "|^==\\d{1,10}==\\s?ERROR: (?:Address|Leak)Sanitizer: .*"
                    + "|^\\S.{0,400}?[: ]FAIL$");
    private static final Pattern BAD_BOOT = Pattern.compile("^beeyard: boot \\d+ of \\d+ ended before .*");
    private static final Pattern BAD_END = Pattern.compile("^beeyard: (?:FAILED|ERROR|TIMED_OUT)\\. .*");

    /** Parts of what the patterns above, and those of builds, cannot do without. */
    private static final Quartets TEST_WORDS = new Quartets("FAIL", "sert", "Sani");

    private static final Quartets BUILD_WORDS = new Quartets("FAIL", "sert", "Sani", "rror", "RROR", "fere", "rule");

    private static final Quartets PROGRAM_CHECK = new Quartets(ConsoleReader.PROGRAM_CHECK);

    private final Set<String> said = new HashSet<>();
    private String step = "";

    record Landmark(Mark.Kind kind, String text) {}

    /** To go on after what was found before. */
    void resume(Mark mark) {
        note(new Landmark(mark.kind(), mark.text()));
    }

    /** @param line its first {@link LogScan#LOOKED_AT} bytes, without the sequences of terminals */
    Optional<Landmark> of(String line) {
        Mark.Kind kind = kind(line);
        if (kind == null) {
            return Optional.empty();
        }
        String words = kind == Mark.Kind.STEP ? line.substring(STEP.length()).strip() : line;
        Landmark found = new Landmark(kind, words.length() <= 400 ? words : words.substring(0, 400) + "…");
        return note(found) ? Optional.of(found) : Optional.empty();
    }

    private boolean note(Landmark found) {
        if (found.kind() == Mark.Kind.STEP) {
            step = found.text();
            said.clear();
            return true;
        }
        return said.add(found.text());
    }

    private Mark.@Nullable Kind kind(String line) {
        if (line.startsWith(STEP)) {
            return Mark.Kind.STEP;
        }
        if (line.startsWith(CONSOLE)) {
            return ConsoleReader.opens(line.substring(CONSOLE.length())).isPresent() ? Mark.Kind.SPLAT : null;
        }
        if (line.startsWith(OWN)) {
            return BAD_BOOT.matcher(line).matches()
                    ? Mark.Kind.BOOT
                    : BAD_END.matcher(line).matches() ? Mark.Kind.ENDING : null;
        }
        if (!step.startsWith("building ") && FAILED_TEST.matcher(line).matches()) {
            return Mark.Kind.FAILED_TEST;
        }
        boolean builds = !step.startsWith("running ") && !step.equals("booting");
        return builds && BuildErrors.isError(line) ? Mark.Kind.BUILD_ERROR : null;
    }

    /** A quick look at the bytes: whether {@link #of} could say something. Of a long log it is no for nearly every line. */
    boolean worthALook(byte[] bytes, int from, int to) {
        if (from == to) {
            return false;
        }
        if (bytes[from] == '[' && begins(bytes, from, to, CONSOLE)) {
            return mayBeASplat(bytes, from + CONSOLE.length(), to);
        }
        if (begins(bytes, from, to, STEP) || begins(bytes, from, to, OWN)) {
            return true;
        }
        return step.startsWith("building ")
                ? BUILD_WORDS.in(bytes, from, to)
                : step.startsWith("running ")
                        ? TEST_WORDS.in(bytes, from, to) || isKtap(bytes, from, to)
                        : BUILD_WORDS.in(bytes, from, to) || isKtap(bytes, from, to);
    }

    private static boolean isKtap(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] == ' ') {
            at++;
        }
        return begins(bytes, at, to, "not ok ");
    }

    /** Stamps come first; what opens a splat begins with few letters. */
    private static boolean mayBeASplat(byte[] bytes, int from, int to) {
        int at = from;
        for (int stamps = 0; stamps < 4 && at < to && (bytes[at] == '[' || bytes[at] == '<'); stamps++) {
            byte closing = (byte) (bytes[at] == '[' ? ']' : '>');
            while (at < to && bytes[at] != closing) {
                at++;
            }
            at++;
            while (at < to && bytes[at] == ' ') {
                at++;
            }
        }
        return at < to && (ConsoleReader.OPENING_LETTERS.indexOf(bytes[at]) >= 0 || PROGRAM_CHECK.in(bytes, at, to));
    }

    private static boolean begins(byte[] bytes, int at, int to, String word) {
        if (to - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static String decoded(byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }
}
