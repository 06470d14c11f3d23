package org.beeyard.web.job;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.history.job.JobDetail.AttemptRow;
import org.beeyard.log.IndexedLog;
import org.jspecify.annotations.Nullable;

/** What an attempt did when, from the moment that it had a slot. */
record Timeline(List<Phase> phases) {

    /** Of the bar's length. */
    static final int WHOLE = 1000;

    /**
     * @param css what it looks like
     * @param line of the log that it begins with
     * @param at where on the bar it begins, of {@link #WHOLE}, and how wide it is
     */
    record Phase(
            String name,
            String css,
            Instant from,
            Instant to,
            @Nullable Long line,
            int at,
            int width) {}

    private record Span(String name, @Nullable Long line, boolean bad, Instant from) {}

    /** @param log nothing when it cannot be read */
    static Timeline of(AttemptRow attempt, Optional<IndexedLog> log, Instant now) {
        Instant began = attempt.startedAt();
        if (began == null) {
            return new Timeline(List.of());
        }
        Instant end = attempt.finishedAt() == null ? now : attempt.finishedAt();
        List<Span> spans = new ArrayList<>();
        spans.add(new Span("starting", null, false, began));
        Instant running = attempt.runningAt();
        if (running != null) {
            spans.addAll(steps(running, log.map(IndexedLog::sections).orElse(List.of())));
        }
        return new Timeline(phases(spans, end));
    }

    /** A step's time is known to a second or so, which the start of the work is exactly: the first step begins there. */
    private static List<Span> steps(Instant running, List<IndexedLog.Section> sections) {
        List<Span> spans = new ArrayList<>();
        for (IndexedLog.Section section : sections) {
            Instant at = section.at();
            if (at != null) {
                spans.add(new Span(
                        section.name(), section.first(), section.errors() > 0, spans.isEmpty() ? running : at));
            }
        }
        return spans.isEmpty() ? List.of(new Span("running", null, false, running)) : spans;
    }

    private static List<Phase> phases(List<Span> spans, Instant end) {
        List<Phase> phases = new ArrayList<>();
        Instant begin = spans.getFirst().from();
        Instant from = begin;
        for (int i = 0; i < spans.size(); i++) {
            Instant next = i + 1 < spans.size() ? spans.get(i + 1).from() : end;
            Instant to = later(from, earlier(next, end));
            int at = share(begin, from, end);
            Span span = spans.get(i);
            String css = i == 0 ? "phase-start" : span.bad() ? "phase-bad" : "phase-" + i % 3;
            phases.add(new Phase(span.name(), css, from, to, span.line(), at, Math.max(1, share(begin, to, end) - at)));
            from = to;
        }
        return phases;
    }

    private static int share(Instant begin, Instant at, Instant end) {
        long whole = Math.max(1, Duration.between(begin, end).toMillis());
        return (int) Math.clamp(Duration.between(begin, at).toMillis() * WHOLE / whole, 0, WHOLE);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
