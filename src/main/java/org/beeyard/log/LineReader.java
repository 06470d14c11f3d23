package org.beeyard.log;

import java.io.IOException;
import java.util.Optional;

/** Makes of pieces of lines what is shown of them. */
final class LineReader {

    /** Bytes of a line: more than any sensible line has, and a thousand of them make no page that a phone cannot hold. */
    static final int SHOWN = 4096;

    private final LineFeed feed;
    private boolean ahead;
    private long passed;

    LineReader(LineFeed feed) {
        this.feed = feed;
    }

    /** Passes over lines before this one. */
    void skipTo(long line) throws IOException {
        while (true) {
            if (!ahead && !feed.next()) {
                return;
            }
            ahead = true;
            if (feed.line() >= line) {
                return;
            }
            ahead = false;
        }
    }

    /** The next line; one that goes on beyond the end of what is read is one, too. */
    Optional<LogLine> next() throws IOException {
        if (!ahead && !feed.next()) {
            return Optional.empty();
        }
        ahead = false;
        long number = feed.line();
        long offset = feed.offset();
        int to = shownTo(feed);
        String raw = Landmarks.decoded(feed.bytes(), feed.from(), to);
        int shown = to - feed.from();
        long end = offset + feed.to() - feed.from();
        while (!feed.ends() && feed.next()) {
            end = feed.offset() + feed.to() - feed.from();
        }
        passed += end - offset;
        return Optional.of(new LogLine(number, offset, end - offset, raw, end - offset - shown));
    }

    /** Not in the middle of a character. */
    private static int shownTo(LineFeed feed) {
        if (feed.to() - feed.from() <= SHOWN) {
            return feed.to();
        }
        int to = feed.from() + SHOWN;
        for (int back = 0; back < 3 && (feed.bytes()[to] & 0xc0) == 0x80; back++) {
            to--;
        }
        return to;
    }

    /** Whether the last line was complete. */
    boolean ended() {
        return feed.ends();
    }

    /** Bytes of lines that {@link #next} gave. */
    long passed() {
        return passed;
    }

    /** Behind the last line. */
    long offset() {
        return feed.offsetAfter();
    }
}
