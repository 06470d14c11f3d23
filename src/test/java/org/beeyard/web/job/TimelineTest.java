package org.beeyard.web.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.beeyard.history.job.JobDetail.AttemptRow;
import org.beeyard.log.IndexedLog;
import org.beeyard.log.LineIndex;
import org.beeyard.log.Mark;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an attempt did when. */
class TimelineTest {

    private static final Instant ZERO = Instant.parse("2026-02-24T10:00:00Z");

    @Test
    void steps_follow_each_other_to_the_end_and_the_one_with_errors_looks_bad() {
        IndexedLog log =
                log(step(1, "booting", 12L), step(50, "running test_progs", 20L), error(70), step(90, "packing", 100L));
        assertThat(said(Timeline.of(attempt(10L, 100L), Optional.of(log), ZERO)))
                .containsExactly(
                        "starting phase-start 0+100",
                        "booting phase-1 100+100",
                        "running test_progs phase-bad 200+800",
                        "packing phase-0 1000+1");
    }

    @Test
    void an_old_log_tells_no_times() {
        assertThat(said(Timeline.of(attempt(10L, 100L), Optional.of(log(step(1, "booting", null))), ZERO)))
                .containsExactly("starting phase-start 0+100", "running phase-1 100+900");
    }

    @Test
    void one_that_runs_is_drawn_up_to_now() {
        Timeline timeline =
                Timeline.of(attempt(10L, null), Optional.of(log(step(1, "booting", 11L))), ZERO.plusSeconds(20));
        assertThat(said(timeline)).containsExactly("starting phase-start 0+500", "booting phase-1 500+500");
        assertThat(timeline.phases().getLast().line()).isEqualTo(1);
    }

    @Test
    void a_clock_that_was_set_back_draws_nothing_outside() {
        IndexedLog log = log(step(1, "booting", 12L), step(50, "running test_progs", 5L), step(60, "packing", 500L));
        assertThat(Timeline.of(attempt(10L, 100L), Optional.of(log), ZERO).phases())
                .allSatisfy(phase -> {
                    assertThat(phase.to()).isAfterOrEqualTo(phase.from()).isBeforeOrEqualTo(ZERO.plusSeconds(100));
                    assertThat(phase.at()).isBetween(0, Timeline.WHOLE);
                });
    }

    @Test
    void one_that_waits_has_no_phases() {
        AttemptRow waiting = new AttemptRow(
                1, 1, "FIRST", 1, 1, "QUEUED", null, null, ZERO, null, null, null, null, null, null, 0, 0, 0, null, 0,
                null, List.of());
        assertThat(Timeline.of(waiting, Optional.empty(), ZERO).phases()).isEmpty();
    }

    private static List<String> said(Timeline timeline) {
        return timeline.phases().stream()
                .map(p -> p.name() + " " + p.css() + " " + p.at() + "+" + p.width())
                .toList();
    }

    private static AttemptRow attempt(Long running, @Nullable Long finished) {
        return new AttemptRow(
                1,
                1,
                "FIRST",
                1,
                1,
                finished == null ? "RUNNING" : "FAILED",
                null,
                null,
                ZERO,
                ZERO,
                ZERO.plusSeconds(running),
                finished == null ? null : ZERO.plusSeconds(finished),
                "host",
                "kvm",
                null,
                0,
                0,
                0,
                null,
                0,
                null,
                List.of());
    }

    private static Mark step(long line, String name, @Nullable Long at) {
        return new Mark(line, line, Mark.Kind.STEP, name, at == null ? null : ZERO.plusSeconds(at));
    }

    private static Mark error(long line) {
        return new Mark(line, line, Mark.Kind.FAILED_TEST, "x:FAIL:y", null);
    }

    private static IndexedLog log(Mark... marks) {
        return new IndexedLog(
                new IndexedLog.Attempt(1, 1, "FAILED", 1, "job", 1),
                1_000,
                true,
                0,
                new LineIndex(1_000, 100, 1_000, List.of(new LineIndex.Place(1, 0))),
                List.of(marks),
                null);
    }
}
