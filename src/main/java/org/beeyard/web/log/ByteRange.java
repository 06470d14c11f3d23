package org.beeyard.web.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a header {@code Range} asks for: one range that says where it begins. Others are answered with everything, as is allowed. */
record ByteRange(long from, @Nullable Long last) {

    private static final Pattern FORM = Pattern.compile("bytes=(\\d{1,18})-(\\d{0,18})");

    static @Nullable ByteRange of(@Nullable String header) {
        Matcher asked = FORM.matcher(header == null ? "" : header);
        return asked.matches()
                ? new ByteRange(
                        Long.parseLong(asked.group(1)),
                        asked.group(2).isEmpty() ? null : Long.parseLong(asked.group(2)))
                : null;
    }

    boolean within(long size) {
        return from < size && end(size) > from;
    }

    long end(long size) {
        return last == null ? size : Math.min(size, last + 1);
    }
}
