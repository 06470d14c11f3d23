package org.beeyard.log;

import java.util.List;

/**
 * Lines with the words in them.
 *
 * @param lines so many in the whole log
 * @param more whether there are others behind the last hit
 */
public record Found(long lines, List<Hit> hits, boolean more) {

    /** A line, where the words are in it first. */
    public record Hit(long line, String before, String words, String after) {}

    public Found {
        hits = List.copyOf(hits);
    }

    /** The line behind which there are others. */
    public long last() {
        return hits.isEmpty() ? 0 : hits.getLast().line();
    }
}
