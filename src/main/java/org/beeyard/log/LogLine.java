package org.beeyard.log;

import java.util.List;

/**
 * A line as far as it is shown.
 *
 * @param number from 1
 * @param offset of its first byte in the log
 * @param length in bytes, without its end
 * @param raw what is shown of it, with the sequences of terminals in it
 * @param left bytes of it that are not shown
 */
public record LogLine(long number, long offset, long length, String raw, long left) {

    public List<Ansi.Span> spans() {
        return Ansi.spans(raw);
    }

    public String text() {
        return Ansi.plain(raw);
    }
}
