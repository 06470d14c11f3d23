package org.beeyard.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of a DENYLIST file of the BPF selftests: a pattern a line, and after a {@code #} why. Pure. The format is that of {@code
 * tools/testing/selftests/bpf/DENYLIST} in the kernel's sources.
 */
public final class DenyList {

    private DenyList() {}

    /** @param why empty where the file says nothing */
    public record Entry(int line, String tests, String why) {}

    /** A comment of its own line speaks of the entries after it, up to an empty line. */
    public static List<Entry> entries(String text) {
        List<Entry> entries = new ArrayList<>();
        String above = "";
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            int hash = line.indexOf('#');
            String tests = (hash < 0 ? line : line.substring(0, hash)).strip();
            String why = hash < 0 ? "" : line.substring(hash + 1).strip();
            if (!tests.isEmpty()) {
                entries.add(new Entry(number, tests, why.isEmpty() ? above : why));
            } else {
                above = why;
            }
        }
        return entries;
    }

    /** Readable by test_progs and by {@link #entries}. */
    public static String of(List<Rule> rules) {
        return rules.stream()
                .map(Rule::terms)
                .map(terms -> terms.tests().text() + " # " + terms.reason() + " (" + terms.owner() + ", until "
                        + terms.expires() + ")\n")
                .collect(Collectors.joining());
    }
}
