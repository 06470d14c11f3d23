package org.beeyard.testout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A line as {@code grep -E} understands it, such as those of upstream's SPLAT_DENYLIST. Pure. */
public final class GrepPattern {

    private static final int LONGEST = 1_000;
    private static final int MOST = 500;

    private GrepPattern() {}

    /** Those of a file's lines that are patterns; without comments and empty lines. */
    public static List<Pattern> ofFile(String text) {
        List<Pattern> patterns = new ArrayList<>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .limit(MOST)
                .forEach(line -> of(line).ifPresent(patterns::add));
        return patterns;
    }

    /** Empty for what is none. */
    public static Optional<Pattern> of(String line) {
        if (line.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile(java(line)));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    private static String java(String line) {
        StringBuilder out = new StringBuilder();
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                out.append(escaped(line.charAt(i + 1)));
                i += 2;
            } else if (c == '[') {
                i = bracket(line, i, out);
            } else {
                out.append(c);
                i++;
            }
        }
        return out.toString();
    }

    private static String escaped(char c) {
        return switch (c) {
            case '<', '>' -> "\\b";
            case 'b', 'B', 'w', 'W', 's', 'S' -> "\\" + c;
            default -> Character.isLetterOrDigit(c) ? String.valueOf(c) : "\\" + c;
        };
    }

    /** In brackets only {@code ]}, {@code ^}, {@code -} and classes are more than themselves. Returns where it goes on. */
    private static int bracket(String line, int start, StringBuilder out) {
        int i = start + 1;
        out.append('[');
        if (i < line.length() && line.charAt(i) == '^') {
            out.append('^');
            i++;
        }
        boolean first = true;
        while (i < line.length() && (first || line.charAt(i) != ']')) {
            int end = line.startsWith("[:", i) ? line.indexOf(":]", i) : -1;
            if (end > 0) {
                out.append(posix(line.substring(i + 2, end)));
                i = end + 2;
            } else {
                char c = line.charAt(i);
                out.append("[]\\&^".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
                i++;
            }
            first = false;
        }
        out.append(']');
        return i + 1;
    }

    private static String posix(String name) {
        return switch (name) {
            case "alpha" -> "\\p{Alpha}";
            case "digit" -> "\\p{Digit}";
            case "alnum" -> "\\p{Alnum}";
            case "upper" -> "\\p{Upper}";
            case "lower" -> "\\p{Lower}";
            case "space" -> "\\s";
            case "blank" -> "\\p{Blank}";
            case "punct" -> "\\p{Punct}";
            case "xdigit" -> "\\p{XDigit}";
            default -> throw new PatternSyntaxException("no such class", name, -1);
        };
    }
}
