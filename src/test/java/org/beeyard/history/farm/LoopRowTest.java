package org.beeyard.history.farm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.beeyard.history.farm.LoopRow.Told;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoopRowTest {

    private static final Instant NOW = Instant.parse("2026-02-02T10:00:00Z");

    @Test
    void a_loop_is_late_when_no_turn_has_ended_for_much_longer_than_its_interval() {
        assertThat(rows(
                        told("a", "fast", 2, 30L, null),
                        told("a", "hangs", 2, 400L, null),
                        told("a", "slow", 21_600, 30_000L, null)))
                .extracting(LoopRow::name, LoopRow::state)
                .containsExactly(
                        tuple("hangs", LoopRow.State.LATE),
                        tuple("fast", LoopRow.State.FINE),
                        tuple("slow", LoopRow.State.FINE));
    }

    @Test
    void one_that_never_had_a_turn_is_late_after_the_same_time() {
        assertThat(rows(told("a", "never", 2, null, null)))
                .extracting(LoopRow::state)
                .containsExactly(LoopRow.State.LATE);
    }

    @Test
    void one_whose_last_turn_failed_says_with_what() {
        assertThat(rows(told("a", "fails", 2, 20L, 5L), told("a", "is well again", 2, 5L, 20L)))
                .extracting(LoopRow::state, LoopRow::error)
                .containsExactly(tuple(LoopRow.State.FAILING, "It is so."), tuple(LoopRow.State.FINE, null));
    }

    @Test
    void of_several_replicas_the_worst_counts() {
        assertThat(rows(told("a", "x", 2, 3L, null), told("b", "x", 2, 900L, null), told("c", "x", 2, 4L, null)))
                .containsExactly(new LoopRow("x", LoopRow.State.LATE, 2, 3, "b", NOW.minusSeconds(900), null));
    }

    @Test
    void a_replica_that_is_silent_is_told_of_and_not_its_loops() {
        List<Told> told = List.of(
                new Told("pod/dead", "x", 2, NOW, NOW.minusSeconds(900), null, null, NOW.minusSeconds(890)),
                told("other/a", "x", 2, 3L, null));
        assertThat(LoopRow.of(told, NOW))
                .extracting(LoopRow::replica, LoopRow::replicas)
                .containsExactly(tuple("other/a", 1));
        assertThat(LoopRow.Silent.in(told, NOW)).containsExactly(new LoopRow.Silent("pod/dead", NOW.minusSeconds(890)));
    }

    @Test
    void one_that_was_killed_and_started_again_on_its_host_is_not_missed() {
        List<Told> told = List.of(
                new Told("pod/dead", "x", 2, NOW, NOW.minusSeconds(900), null, null, NOW.minusSeconds(890)),
                told("pod/alive", "x", 2, 3L, null));
        assertThat(LoopRow.Silent.in(told, NOW)).isEmpty();
    }

    private static List<LoopRow> rows(Told... told) {
        return LoopRow.of(List.of(told), NOW);
    }

    private static Told told(String replica, String name, long every, @Nullable Long succeeded, @Nullable Long failed) {
        return new Told(
                replica,
                name,
                every,
                NOW.minus(Duration.ofDays(1)),
                succeeded == null ? null : NOW.minusSeconds(succeeded),
                failed == null ? null : NOW.minusSeconds(failed),
                failed == null ? null : "It is so.",
                NOW);
    }
}
