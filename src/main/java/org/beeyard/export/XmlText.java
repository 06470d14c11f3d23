package org.beeyard.export;

import org.jspecify.annotations.Nullable;

/** Text of strangers, for XML. Pure. */
public final class XmlText {

    private XmlText() {}

    /** XML has no way at all to write some characters; one of them would lose readers the whole document. */
    public static String writable(String text) {
        StringBuilder writable = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == '\t' || c == '\n' || c >= 0x20 && c < 0xD800 || c > 0xDFFF && c < 0xFFFE || c > 0xFFFF
                        ? c
                        : 0xFFFD)
                .forEach(writable::appendCodePoint);
        return writable.toString();
    }

    /** For attributes: readers make spaces of line ends there, so they are spaces at once. */
    static String line(String text) {
        return writable(text).replace('\n', ' ').replace('\t', ' ');
    }

    static String firstLine(@Nullable String text) {
        return text == null
                ? ""
                : text.lines()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElse("")
                        .strip();
    }
}
