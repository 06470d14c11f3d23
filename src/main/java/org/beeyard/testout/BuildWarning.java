package org.beeyard.testout;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a compiler, objtool or modpost warns of. Pure.
 *
 * @param file from the top of the sources, or an object; empty when none is named
 * @param line 0 when none is named
 */
public record BuildWarning(String file, int line, String words) {

    private static final int LONGEST = 2000;
    private static final int WORDS = 500;
    private static final Pattern OF_COMPILER =
            Pattern.compile("^([^\\s:][^:]{0,300}):(\\d{1,7})(?::\\d{1,7})?: warning: (.+)$");
    private static final Pattern OF_OBJECT = Pattern.compile("^([^\\s:][^:]{0,300}): warning: (.+)$");
    private static final Pattern OF_MODPOST = Pattern.compile("^WARNING: (modpost: .+)$");

    /** The sources' place in the build. */
    private static final String TOP = "/src/linux/";

    public static Optional<BuildWarning> of(String line) {
        if (line.length() > LONGEST || !line.contains("arning: ") && !line.startsWith("WARNING: ")) {
            return Optional.empty();
        }
        Matcher compiler = OF_COMPILER.matcher(line);
        if (compiler.matches()) {
            return Optional.of(new BuildWarning(
                    file(compiler.group(1)), Integer.parseInt(compiler.group(2)), words(compiler.group(3))));
        }
        Matcher object = OF_OBJECT.matcher(line);
        if (object.matches()) {
            return Optional.of(new BuildWarning(file(object.group(1)), 0, words(object.group(2))));
        }
        Matcher modpost = OF_MODPOST.matcher(line);
        return modpost.matches() ? Optional.of(new BuildWarning("", 0, words(modpost.group(1)))) : Optional.empty();
    }

    private static String file(String name) {
        String below = name.startsWith(TOP) ? name.substring(TOP.length()) : name;
        return below.replaceFirst("^(?:\\.\\.?/)+", "");
    }

    private static String words(String text) {
        return text.length() <= WORDS ? text : text.substring(0, WORDS) + "…";
    }
}
