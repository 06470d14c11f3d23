package org.beeyard.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.beeyard.history.TestName;
import org.beeyard.history.test.Unsteady;
import org.beeyard.rule.TestPattern;
import org.beeyard.sql.Cut;

/** Flaky tests as lines of the selftests' DENYLIST files, the flakiest first. Pure. */
public final class FlakyList {

    private FlakyList() {}

    public static String of(Cut<Unsteady.FlakyRow> flaky) {
        Map<String, String> lines = new LinkedHashMap<>();
        for (Unsteady.FlakyRow row : flaky.rows()) {
            pattern(row.test()).ifPresent(pattern -> lines.merge(pattern, where(row), (a, b) -> a + "; " + b));
        }
        return lines.entrySet().stream()
                .map(line -> line.getKey() + " # flaky " + line.getValue() + "\n")
                .collect(Collectors.joining("", flaky.more() ? "# and more: these are the flakiest\n" : "", ""));
    }

    private static String where(Unsteady.FlakyRow row) {
        return oneLine(row.rate().times() + " of " + row.rate().of() + " on " + row.tree() + ", "
                        + row.variant().arch() + " " + row.variant().compiler() + " "
                        + row.variant().accelerator())
                .strip();
    }

    /** What such a file cannot say of a name is left to an asterisk; a name of nothing else would deny all tests. */
    private static Optional<String> pattern(TestName test) {
        String name = test.name().replaceAll("[#\\p{Cntrl}]", "*");
        return name.chars().noneMatch(Character::isLetterOrDigit)
                ? Optional.empty()
                : TestPattern.of(name).map(TestPattern::text);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
