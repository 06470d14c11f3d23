package org.beeyard.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Looks for words in each line of a log. */
final class LogSearch {

    static final int MOST_HITS = 200;
    private static final int AROUND = 120;

    private final Needle needle;
    private final long after;
    private final List<Found.Hit> hits = new ArrayList<>();
    private long lines;
    private boolean more;
    private long counted;

    /** @param after the line behind which hits are given; all are counted */
    LogSearch(String words, long after) {
        this.needle = new Needle(words);
        this.after = after;
    }

    Found in(LineFeed feed) throws IOException {
        while (feed.next()) {
            if (feed.line() == counted) {
                continue; // another piece of it
            }
            if (feed.escapes()) {
                byte[] plain = Ansi.stripped(feed.bytes(), feed.from(), feed.to());
                look(feed.line(), plain, 0, plain.length);
            } else {
                look(feed.line(), feed.bytes(), feed.from(), feed.to());
            }
        }
        return new Found(lines, hits, more);
    }

    private void look(long line, byte[] bytes, int from, int to) {
        int at = needle.in(bytes, from, to);
        if (at < 0) {
            return;
        }
        counted = line;
        lines++;
        if (line <= after) {
            return;
        }
        if (hits.size() == MOST_HITS) {
            more = true;
            return;
        }
        int end = at + needle.length();
        hits.add(new Found.Hit(
                line,
                text(bytes, Math.max(from, at - AROUND), at, at - AROUND > from, false),
                text(bytes, at, end, false, false),
                text(bytes, end, Math.min(to, end + AROUND), false, end + AROUND < to)));
    }

    private static String text(byte[] bytes, int from, int to, boolean cutBefore, boolean cutBehind) {
        int start = from;
        while (cutBefore && start < to && (bytes[start] & 0xc0) == 0x80) {
            start++;
        }
        int end = to;
        while (cutBehind && end > start && (bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        String text = Ansi.plain(Landmarks.decoded(bytes, start, end));
        return (cutBefore ? "…" : "") + text + (cutBehind ? "…" : "");
    }
}
