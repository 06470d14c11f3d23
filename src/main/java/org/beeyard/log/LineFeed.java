package org.beeyard.log;

import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts bytes into lines without holding more than {@link #PIECE} of them. A line that is longer comes in several pieces, each
 * beginning with the last {@link #OVERLAP} bytes of the one before, so that a word on the border is whole in one of them.
 */
final class LineFeed {

    static final int PIECE = 256 * 1024;
    static final int OVERLAP = 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[PIECE];
    private int limit;
    private boolean drained;
    private long base;

    private int from;
    private int to;
    private int following;
    private long line;
    private boolean starts;
    private boolean ends = true;
    private boolean escapes;

    /** @param offset at which {@code in} and line number {@code line} begin */
    LineFeed(InputStream in, long offset, long line) {
        this.in = in;
        this.base = offset;
        this.line = line - 1;
    }

    /** Goes on to the next piece; false when there is none. */
    boolean next() throws IOException {
        starts = ends;
        if (starts) {
            line++;
        }
        from = following;
        int seen = from;
        escapes = false;
        while (true) {
            for (int i = seen; i < limit; i++) {
                byte b = buffer[i];
                if (b == '\n') {
                    return found(i, i + 1, true);
                }
                escapes |= b == Ansi.ESCAPE;
            }
            seen = limit;
            if (drained) {
                ends = false;
                boolean more = limit > from && (starts || limit - from > OVERLAP);
                return more && found(limit, limit, false);
            }
            if (from == 0 && limit == PIECE) {
                return found(limit, limit - OVERLAP, false);
            }
            seen -= from;
            fill();
        }
    }

    private boolean found(int end, int next, boolean complete) {
        to = end;
        following = next;
        ends = complete;
        return true;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, limit - from);
        base += from;
        limit -= from;
        from = 0;
        int n = in.read(buffer, limit, PIECE - limit);
        drained = n < 0;
        limit += Math.max(n, 0);
    }

    /** Whose bytes {@link #from} to {@link #to} are the piece, until {@link #next} is called. */
    byte[] bytes() {
        return buffer;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** The number of the line. */
    long line() {
        return line;
    }

    /** Of the piece's first byte in the log. */
    long offset() {
        return base + from;
    }

    /** Of the byte behind the piece, and its line's end. */
    long offsetAfter() {
        return base + to + (ends ? 1 : 0);
    }

    boolean starts() {
        return starts;
    }

    /** Whether the line is complete with this piece. */
    boolean ends() {
        return ends;
    }

    /** Whether a terminal would find something to do in it. */
    boolean escapes() {
        return escapes;
    }
}
