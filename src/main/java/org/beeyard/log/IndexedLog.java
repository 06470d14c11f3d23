package org.beeyard.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A log of which it is known where its lines are.
 *
 * @param ended whether it can grow no more
 * @param dropped bytes that the agent left out of the middle
 * @param marks by line
 * @param gone when it was thrown away; then it is empty
 */
public record IndexedLog(
        Attempt attempt,
        long size,
        boolean ended,
        long dropped,
        LineIndex index,
        List<Mark> marks,
        @Nullable Gone gone) {

    /** Whose log it is. */
    public record Attempt(long id, int number, String state, long job, String jobName, long run) {}

    /**
     * The lines of one step.
     *
     * @param first the step's own line, but in a log that begins without one
     * @param errors marked in it, but for the agent's last word: that is about all steps
     * @param at when it began, where that is known
     */
    public record Section(
            String name,
            long first,
            long last,
            int errors,
            @Nullable Instant at) {
        public boolean holds(long line) {
            return first <= line && line <= last;
        }
    }

    public IndexedLog {
        marks = List.copyOf(marks);
    }

    public long lines() {
        return index.last();
    }

    public List<Mark> errors() {
        return marks.stream().filter(Mark::isError).toList();
    }

    public Optional<Mark> firstError() {
        return marks.stream().filter(Mark::isError).findFirst();
    }

    /** All lines, in their order; empty for an empty log. */
    public List<Section> sections() {
        List<Mark> steps = marks.stream().filter(mark -> !mark.isError()).toList();
        List<Section> sections = new ArrayList<>();
        long first = steps.isEmpty() ? lines() + 1 : steps.getFirst().line();
        if (first > 1 && lines() > 0) {
            sections.add(section("start", 1, first - 1, null));
        }
        for (int i = 0; i < steps.size(); i++) {
            long last = i + 1 < steps.size() ? steps.get(i + 1).line() - 1 : lines();
            Mark step = steps.get(i);
            sections.add(section(step.text(), step.line(), last, step.at()));
        }
        return sections;
    }

    private Section section(String name, long first, long last, @Nullable Instant at) {
        long errors = marks.stream()
                .filter(mark -> mark.isError() && mark.kind() != Mark.Kind.ENDING)
                .filter(mark -> first <= mark.line() && mark.line() <= last)
                .count();
        return new Section(name, first, last, (int) errors, at);
    }
}
