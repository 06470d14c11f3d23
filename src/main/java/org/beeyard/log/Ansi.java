package org.beeyard.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A line of a terminal as spans of text. Colours become classes of the style sheet; every other sequence is dropped when it
 * is complete, and shows as text when it is not: nothing that a log holds hides what follows. Characters that cannot be seen,
 * or that would turn the text around, are made visible.
 */
public final class Ansi {

    static final char ESCAPE = 0x1b;

    private static final char BELL = 0x07;

    /** @param classes of the style sheet, none for plain text */
    public record Span(String classes, String text) {}

    private Ansi() {}

    public static List<Span> spans(String line) {
        List<Span> spans = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        Pen pen = new Pen();
        for (int i = 0; i < line.length(); ) {
            if (line.charAt(i) != ESCAPE) {
                append(line.charAt(i++), text);
                continue;
            }
            int end = end(line, i);
            if (line.charAt(end - 1) == 'm' && line.charAt(i + 1) == '[') {
                flush(spans, pen, text);
                pen.take(line.substring(i + 2, end - 1));
            }
            i = end;
        }
        flush(spans, pen, text);
        return spans;
    }

    /** The bytes without the sequences in them, which are all of ASCII; other control characters stay. */
    static byte[] stripped(byte[] bytes, int from, int to) {
        Octets line = new Octets(bytes, from, to - from);
        byte[] stripped = new byte[to - from];
        int length = 0;
        for (int i = 0; i < line.length(); ) {
            if (bytes[from + i] == ESCAPE) {
                i = end(line, i);
            } else {
                stripped[length++] = bytes[from + i++];
            }
        }
        return Arrays.copyOf(stripped, length);
    }

    /** Bytes as if each were a character. */
    private record Octets(byte[] bytes, int from, int length) implements CharSequence {
        @Override
        public char charAt(int index) {
            return (char) (bytes[from + index] & 0xff);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Octets(bytes, from + start, end - start);
        }
    }

    /** The text alone. */
    public static String plain(String line) {
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); ) {
            if (line.charAt(i) == ESCAPE) {
                i = end(line, i);
            } else {
                append(line.charAt(i++), text);
            }
        }
        return text.toString();
    }

    private static void flush(List<Span> spans, Pen pen, StringBuilder text) {
        if (!text.isEmpty()) {
            spans.add(new Span(pen.classes(), text.toString()));
            text.setLength(0);
        }
    }

    /** Behind the sequence that begins at {@code at}, or behind its first character when it is not complete. */
    static int end(CharSequence line, int at) {
        if (at + 1 == line.length()) {
            return at + 1;
        }
        return switch (line.charAt(at + 1)) {
            case '[' -> endOfControl(line, at);
            case ']', 'P', 'X', '^', '_' -> endOfString(line, at);
            default -> endOfEscape(line, at);
        };
    }

    private static int endOfControl(CharSequence line, int at) {
        int i = at + 2;
        while (i < line.length() && line.charAt(i) >= 0x20 && line.charAt(i) <= 0x3f) {
            i++;
        }
        return i < line.length() && line.charAt(i) >= 0x40 && line.charAt(i) <= 0x7e ? i + 1 : at + 1;
    }

    private static int endOfString(CharSequence line, int at) {
        for (int i = at + 2; i < line.length(); i++) {
            if (line.charAt(i) == BELL) {
                return i + 1;
            }
            if (line.charAt(i) == ESCAPE) {
                return i + 1 < line.length() && line.charAt(i + 1) == '\\' ? i + 2 : at + 1;
            }
        }
        return at + 1;
    }

    private static int endOfEscape(CharSequence line, int at) {
        int i = at + 1;
        while (i < line.length() && line.charAt(i) >= 0x20 && line.charAt(i) <= 0x2f) {
            i++;
        }
        return i < line.length() && line.charAt(i) >= 0x30 && line.charAt(i) <= 0x7e ? i + 1 : at + 1;
    }

    private static void append(char c, StringBuilder text) {
        if (c == '\t' || c >= ' ' && c < 0x7f) {
            text.append(c);
        } else if (c < ' ') {
            text.append((char) (0x2400 + c)); // its picture
        } else if (c == 0x7f) {
            text.append('\u2421');
        } else if (c < 0xa0) {
            text.append('\ufffd');
        } else if (isInvisible(c)) {
            text.append(String.format("⟨U+%04X⟩", (int) c));
        } else {
            text.append(c);
        }
    }

    /** Turns text around, breaks lines, or takes no room. */
    private static boolean isInvisible(char c) {
        return c == 0xad
                || c == 0x61c
                || c == 0xfeff
                || c >= 0x200b && c <= 0x200f
                || c >= 0x2028 && c <= 0x202e
                || c >= 0x2060 && c <= 0x206f;
    }
}
