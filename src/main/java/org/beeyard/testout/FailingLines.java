package org.beeyard.testout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** Which lines of what a failing test said tell why. Pure. */
public final class FailingLines {

    /** What is seen without scrolling. */
    private static final int MOST = 12;

    private static final int LONGEST_LINE = 300;
    private static final int LONGEST_WHOLE = 1500;
    private static final int LAST = 8;

    /** Checks that held have words for what did not happen in their names: {@code PASS:unexpected_load_success}. */
    private static final Pattern HELD = Pattern.compile(":PASS:|\\bBTF is optional|: BTF loading error");

    /** What failed as the test has it, and what the kernel complains of. */
    private static final Pattern SAID = Pattern.compile(
            ":FAIL:|^\\s*(?:UN)?EXPECTED\\b|^\\s*EXP: |^\\s*RES: |\\b[Uu]nexpected\\b|\\bexpected\\b|\\bactual\\b|\\berrno\\b|^not ok |^FAIL(?:ED)?\\b|"
                    + "^Error: |^ERROR: |\\bAssertion|^BUG: |^WARNING: |Kernel panic|\\bOops: |\\bKASAN: ");

    private static final Pattern VERIFIER_ENDS = Pattern.compile("^processed \\d+ insns .*");

    /** What the loader says about it, and others in their own words. */
    private static final Pattern TOLD = Pattern.compile(
            "(?i)^libbpf: .*(?:failed|error|can't|unable|unknown|invalid)|\\b(?:failed|failure|error|denied|timed out|timeout|cannot|mismatch|fatal)\\b");

    private FailingLines() {}

    /**
     * In their order, with {@code …} for what is between them, and with nothing to say why the last ones. Nothing when all of
     * it is seen at once anyway.
     */
    public static Optional<String> of(String excerpt) {
        List<String> lines = excerpt.lines().toList();
        if (lines.size() <= MOST && excerpt.length() <= LONGEST_WHOLE) {
            return Optional.empty();
        }
        SortedSet<Integer> chosen = new TreeSet<>();
        Set<String> words = new HashSet<>();
        choose(lines, i -> SAID.matcher(lines.get(i)).find(), chosen, words);
        choose(lines, i -> isVerifiersReason(lines, i), chosen, words);
        choose(lines, i -> TOLD.matcher(lines.get(i)).find(), chosen, words);
        if (chosen.isEmpty()) {
            for (int i = Math.max(0, lines.size() - LAST); i < lines.size(); i++) {
                chosen.add(i);
            }
        }
        return Optional.of(told(lines, chosen));
    }

    /** The first ones of a kind, each once: what fails later often does so because of them. */
    private static void choose(List<String> lines, IntPredicate kind, SortedSet<Integer> chosen, Set<String> words) {
        for (int i = 0; i < lines.size() && chosen.size() < MOST; i++) {
            String line = lines.get(i);
            if (line.length() <= 4096 && kind.test(i) && !HELD.matcher(line).find() && words.add(line)) {
                chosen.add(i);
            }
        }
    }

    /** Its last words before it counts. */
    private static boolean isVerifiersReason(List<String> lines, int i) {
        return i + 1 < lines.size()
                && !lines.get(i).isBlank()
                && VERIFIER_ENDS.matcher(lines.get(i + 1)).matches();
    }

    private static String told(List<String> lines, SortedSet<Integer> chosen) {
        List<String> told = new ArrayList<>();
        int next = 0;
        for (int i : chosen) {
            if (i > next) {
                told.add("…");
            }
            String line = lines.get(i);
            told.add(line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…");
            next = i + 1;
        }
        if (next < lines.size()) {
            told.add("…");
        }
        return String.join("\n", told);
    }
}
