package org.beeyard.web.log;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.beeyard.log.Ansi;
import org.beeyard.log.Found;
import org.beeyard.log.Gone;
import org.beeyard.log.IndexedLog;
import org.beeyard.log.LineIndex;
import org.beeyard.log.LogLine;
import org.beeyard.log.LogText;
import org.beeyard.log.LogWindow;
import org.beeyard.log.Mark;
import org.jspecify.annotations.Nullable;

/**
 * Some lines of a log, and where others are.
 *
 * @param wanted the line that it is about
 * @param first of the lines shown, and {@code last}; nought when none are
 * @param earlier the first line of the page before, nothing on the first page
 * @param later likewise
 * @param newest the first line of the last page
 * @param tail where lines that come later will stand, nothing when they are not on this page
 * @param words that were looked for
 * @param gone what is known of a log that was thrown away
 */
public record LogView(
        IndexedLog.Attempt attempt,
        long size,
        long dropped,
        long lines,
        boolean live,
        @Nullable Long wanted,
        long first,
        long last,
        @Nullable Long earlier,
        @Nullable Long later,
        long newest,
        @Nullable String tail,
        List<Step> steps,
        List<Mark> errors,
        List<Part> parts,
        @Nullable String words,
        @Nullable Found found,
        @Nullable Gone gone) {

    /** Lines above the one that is wanted. */
    private static final int CONTEXT = 100;

    /** @param until when the next one began */
    record Step(
            String name,
            long first,
            long last,
            int errors,
            @Nullable Instant at,
            @Nullable Instant until) {}

    /** The lines of one step, as far as they are shown; open or folded. */
    record Part(String name, boolean open, List<Row> lines) {}

    /** @param left bytes of the line that are not shown */
    public record Row(
            long number,
            long offset,
            long length,
            String text,
            long left,
            @JsonIgnore String css,
            @JsonIgnore List<Ansi.Span> spans) {

        static Row of(LogLine line, String css) {
            return new Row(line.number(), line.offset(), line.length(), line.text(), line.left(), css, line.spans());
        }
    }

    /** Where a page begins that is about no line: at the first error, or where it ends. */
    static long begin(IndexedLog log) {
        return log.ended() ? log.firstError().map(it -> before(it.line())).orElse(newest(log)) : newest(log);
    }

    static long before(long line) {
        return Math.max(1, line - CONTEXT);
    }

    static long newest(IndexedLog log) {
        return Math.max(1, log.lines() - LogText.WINDOW + 1);
    }

    /** @param folded whether only steps are open that have something to say */
    static LogView of(IndexedLog log, LogWindow window, @Nullable Long wanted, boolean folded) {
        boolean none = window.lines().isEmpty();
        long first = none ? 0 : window.lines().getFirst().number();
        long last = none ? 0 : window.lines().getLast().number();
        return new LogView(
                log.attempt(),
                log.size(),
                log.dropped(),
                log.lines(),
                !log.ended(),
                wanted,
                first,
                last,
                first > 1 ? Math.max(1, first - LogText.WINDOW) : null,
                !none && last < log.lines() ? last + 1 : null,
                newest(log),
                !log.ended() && last >= log.index().lines() ? words(window.next()) : null,
                steps(log),
                log.errors(),
                parts(log, window, wanted, folded),
                null,
                null,
                log.gone());
    }

    /** Of lines with some words instead. */
    static LogView of(IndexedLog log, String words, Found found) {
        return new LogView(
                log.attempt(),
                log.size(),
                log.dropped(),
                log.lines(),
                !log.ended(),
                null,
                0,
                0,
                null,
                null,
                newest(log),
                null,
                steps(log),
                log.errors(),
                List.of(),
                words,
                found,
                log.gone());
    }

    public static String words(LineIndex.Place place) {
        return place.line() + "-" + place.offset();
    }

    /** Lines that nobody asked for by number. */
    public static List<Row> rows(List<LogLine> lines) {
        return lines.stream().map(line -> Row.of(line, "")).toList();
    }

    public static List<Row> rows(List<LogLine> lines, Set<Long> errors, @Nullable Long wanted) {
        return lines.stream()
                .map(line -> Row.of(
                        line,
                        (errors.contains(line.number()) ? "error" : "")
                                + (wanted != null && wanted == line.number() ? " wanted" : "")))
                .toList();
    }

    private static List<Step> steps(IndexedLog log) {
        List<IndexedLog.Section> sections = log.sections();
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            IndexedLog.Section it = sections.get(i);
            Instant until = i + 1 < sections.size() ? sections.get(i + 1).at() : null;
            steps.add(new Step(it.name(), it.first(), it.last(), it.errors(), it.at(), until));
        }
        return steps;
    }

    private static List<Part> parts(IndexedLog log, LogWindow window, @Nullable Long wanted, boolean folded) {
        Set<Long> errors = log.errors().stream().map(Mark::line).collect(Collectors.toSet());
        List<Part> parts = new ArrayList<>();
        for (IndexedLog.Section section : log.sections()) {
            List<LogLine> lines = window.lines().stream()
                    .filter(line -> section.holds(line.number()))
                    .toList();
            if (!lines.isEmpty()) {
                boolean open = !folded || section.errors() > 0 || wanted != null && section.holds(wanted);
                parts.add(new Part(section.name(), open, rows(lines, errors, wanted)));
            }
        }
        return parts;
    }
}
