package org.beeyard.testout;

import java.util.regex.Pattern;

/** What compilers, assemblers, linkers and make say when something cannot be built. */
public final class BuildErrors {

    private static final int LONGEST = 2000;
    private static final Pattern ERROR = Pattern.compile(
            "^.{0,400}?(?:: (?:fatal )?error: |undefined reference to |: Error: |FAILED: |ERROR: modpost: |No rule to make target ).*");

    private BuildErrors() {}

    public static boolean isError(String line) {
        return line.length() <= LONGEST && (ERROR.matcher(line).matches() || isLinkers(line));
    }

    /** Not a part of the pattern, where it would take a time that grows with the square of the line. */
    private static boolean isLinkers(String line) {
        int linker = line.indexOf("ld: ");
        return linker >= 0 && linker <= 400 && line.indexOf("error", linker) > 0;
    }
}
