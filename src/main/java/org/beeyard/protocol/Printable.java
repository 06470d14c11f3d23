package org.beeyard.protocol;

import java.util.regex.Pattern;

/** Strangers' words as they can be kept: no database takes a NUL, and no terminal is to be told anything. Pure. */
public final class Printable {

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\x{FFFE}\\x{FFFF}&&[^\\n\\t]]");

    private Printable() {}

    /** @param longest in characters; what is beyond is left out */
    public static String of(String text, int longest) {
        return UNPRINTABLE
                .matcher(text.substring(0, Math.min(text.length(), longest)))
                .replaceAll("\uFFFD");
    }
}
