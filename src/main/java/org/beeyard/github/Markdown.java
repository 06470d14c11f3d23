package org.beeyard.github;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as GitHub shows it, in which what strangers wrote, or their tests print, stays text. Pure. */
public final class Markdown {

    /** GitHub's own bound, in characters; here in bytes, which are never fewer. */
    public static final int MOST = 65_535;

    private static final String CUT = "\n\n… cut here; the farm's page has all of it.\n";

    private Markdown() {}

    /** Words in a line or a cell. */
    public static String inline(String words) {
        return words.replaceAll("\\s+", " ").strip().replaceAll("([\\\\`*_{}\\[\\]<>()#+!|~@&:-])", "\\\\$1");
    }

    /** Lines as they are, in a fence that none of them can close. */
    public static String fenced(String lines) {
        int longest = 2;
        for (Matcher ticks = Pattern.compile("`+").matcher(lines); ticks.find(); ) {
            longest = Math.max(longest, ticks.group().length());
        }
        String fence = "`".repeat(longest + 1);
        return fence + "\n" + lines.replace("\0", "").stripTrailing() + "\n" + fence + "\n";
    }

    /** Whole parts as long as they fit. */
    public static String bounded(Iterable<String> parts) {
        StringBuilder text = new StringBuilder();
        int size = CUT.getBytes(StandardCharsets.UTF_8).length;
        for (String part : parts) {
            size += part.getBytes(StandardCharsets.UTF_8).length;
            if (size > MOST) {
                return text.append(CUT).toString();
            }
            text.append(part);
        }
        return text.toString();
    }
}
