package org.beeyard.log;

import java.util.List;

/**
 * Lines that follow each other; none when there are none from there on.
 *
 * @param next behind the last one
 */
public record LogWindow(List<LogLine> lines, LineIndex.Place next) {

    public LogWindow {
        lines = List.copyOf(lines);
    }
}
