package org.beeyard.log;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads logs by lines: some of them, or those with some words. Never more than a piece of a log is held. */
@ApplicationScoped
public class LogText {

    /** Lines of a window. */
    public static final int WINDOW = 1000;

    /** Of a needle, in bytes; less than what two pieces of a long line share. */
    public static final int MOST_WORDS = 200;

    private static final int MOST_SHOWN = 512 * 1024;
    private static final long MOST_PASSED = 16L << 20;

    private final Logs logs;

    LogText(Logs logs) {
        this.logs = logs;
    }

    /**
     * Lines from this one on, at least one if there is one; so many, or fewer where they are long. A line that is still being
     * written is none yet.
     */
    public LogWindow window(IndexedLog log, long first, int most) throws IOException {
        LineIndex.Place place = log.index().before(first);
        try (InputStream in = logs.open(log.attempt().id(), place.offset(), log.size() - place.offset())) {
            LineReader reader = new LineReader(new LineFeed(in, place.offset(), place.line()));
            reader.skipTo(first);
            return read(reader, new LineIndex.Place(first, place.offset()), most, log.ended());
        }
    }

    /**
     * What has been added since.
     *
     * @param from the place behind the last line that is known
     * @param unfinished whether a line that may go on counts
     */
    public LogWindow added(long attempt, LineIndex.Place from, long size, boolean unfinished) throws IOException {
        try (InputStream in = logs.open(attempt, from.offset(), size - from.offset())) {
            return read(new LineReader(new LineFeed(in, from.offset(), from.line())), from, WINDOW, unfinished);
        }
    }

    private static LogWindow read(LineReader reader, LineIndex.Place from, int most, boolean unfinished)
            throws IOException {
        List<LogLine> lines = new ArrayList<>();
        LineIndex.Place next = from;
        long shown = 0;
        while (lines.size() < most && shown < MOST_SHOWN && reader.passed() < MOST_PASSED) {
            Optional<LogLine> line = reader.next();
            if (line.isEmpty() || !reader.ended() && !unfinished) {
                break;
            }
            lines.add(line.get());
            shown += line.get().length() - line.get().left();
            next = new LineIndex.Place(line.get().number() + 1, reader.offset());
        }
        return new LogWindow(lines, next);
    }

    /** @param after the line behind which hits are given */
    public Found find(IndexedLog log, String words, long after) throws IOException {
        try (InputStream in = logs.open(log.attempt().id(), 0, log.size())) {
            return new LogSearch(words, after).in(new LineFeed(in, 0, 1));
        }
    }
}
