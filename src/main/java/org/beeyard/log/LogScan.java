package org.beeyard.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes through a log once, from where the last one stopped, and notes where lines begin and which people look for. */
final class LogScan {

    /** Of a line, for what it means. */
    static final int LOOKED_AT = 1024;

    /** More tell nothing new; a hostile log shall not fill the database. */
    static final int MOST_STEPS = 100;

    static final int MOST_ERRORS = 300;

    private final Landmarks landmarks = new Landmarks();
    private final List<LineIndex.Place> places;
    private final List<Mark> found = new ArrayList<>();
    private long lines;
    private long end;
    private int steps;
    private int errors;

    LogScan(LineIndex index, List<Mark> marks) {
        places = new ArrayList<>(index.places());
        lines = index.lines();
        end = index.end();
        for (Mark mark : marks) {
            landmarks.resume(mark);
            count(mark);
        }
    }

    /** @param in the log from the end of the last complete line on, as far as {@code size} */
    LineIndex read(InputStream in, long size) throws IOException {
        LineFeed feed = new LineFeed(in, end, lines + 1);
        while (feed.next()) {
            if (feed.starts()) {
                begin(feed);
            }
            if (feed.ends()) {
                lines = feed.line();
                end = feed.offsetAfter();
            }
        }
        found.removeIf(mark -> mark.line() > lines); // it is seen again when it is complete
        return new LineIndex(Math.max(size, end), lines, end, places);
    }

    private void begin(LineFeed feed) {
        if (feed.offset() - places.getLast().offset() >= LineIndex.STRIDE) {
            places.add(new LineIndex.Place(feed.line(), feed.offset()));
        }
        int to = Math.min(feed.to(), feed.from() + LOOKED_AT);
        if (!landmarks.worthALook(feed.bytes(), feed.from(), to)) {
            return;
        }
        String text = Ansi.plain(Landmarks.decoded(feed.bytes(), feed.from(), to));
        Optional<Landmarks.Landmark> landmark = landmarks.of(text);
        landmark.map(it -> new Mark(feed.line(), feed.offset(), it.kind(), it.text(), null))
                .filter(this::count)
                .ifPresent(found::add);
    }

    private boolean count(Mark mark) {
        return mark.isError() ? errors++ < MOST_ERRORS : steps++ < MOST_STEPS;
    }

    /** New since the marks that the scan began with. */
    List<Mark> found() {
        return List.copyOf(found);
    }
}
