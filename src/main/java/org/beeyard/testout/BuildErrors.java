package org.beeyard.testout;

import java.util.regex.Pattern;

/** What compilers, assemblers, linkers and make say when something cannot be built. */
public final class BuildErrors {

    private static final int LONGEST = 2000;
    private static final Pattern ERROR = Pattern.compile(
            "^.{0,400}?(?:: (?:fatal )?error: |undefined reference to |: Error: |ld: .*error|FAILED: |ERROR: modpost: |No rule to make target ).*");

    private BuildErrors() {}

    public static boolean isError(String line) {
        return line.length() <= LONGEST && ERROR.matcher(line).matches();
    }
}
