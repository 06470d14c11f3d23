package org.beeyard.history.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EtaTest {

    private static final Instant NOW = Instant.parse("2026-02-02T10:00:00Z");

    @Test
    void a_test_comes_after_its_build() {
        assertThat(left(4, job("x86_64", "", "RUNNING", 300L, 100), job("x86_64", "test_progs", "BLOCKED", 60L, 0)))
                .contains(Duration.ofSeconds(200 + 60));
    }

    @Test
    void the_longest_way_counts_where_there_are_slots() {
        assertThat(left(
                        4,
                        job("x86_64", "", "QUEUED", 300L, 0),
                        job("s390x", "", "QUEUED", 400L, 0),
                        job("s390x", "test_progs", "BLOCKED", 600L, 0)))
                .contains(Duration.ofSeconds(1000));
    }

    @Test
    void one_slot_does_all_of_it() {
        assertThat(left(1, job("x86_64", "", "QUEUED", 300L, 0), job("s390x", "", "QUEUED", 400L, 0)))
                .contains(Duration.ofSeconds(700));
    }

    @Test
    void what_is_over_takes_nothing() {
        assertThat(left(1, job("x86_64", "", "PASSED", null, 0), job("x86_64", "test_progs", "RUNNING", 60L, 10)))
                .contains(Duration.ofSeconds(50));
        assertThat(left(1, job("x86_64", "", "PASSED", null, 0))).isEmpty();
    }

    @Test
    void nothing_is_guessed_of_what_never_ran_or_takes_longer_than_last_time() {
        assertThat(left(1, job("x86_64", "", "QUEUED", null, 0))).isEmpty();
        assertThat(left(1, job("x86_64", "", "RUNNING", 60L, 61))).isEmpty();
    }

    private static Optional<Duration> left(int slots, Eta.Work... jobs) {
        return Eta.of(List.of(jobs), pool -> slots, NOW);
    }

    private static Eta.Work job(String arch, String suite, String state, @Nullable Long usual, int ranFor) {
        return new Eta.Work(
                suite.isEmpty() ? "BUILD" : "TEST",
                state,
                arch + " gcc",
                "local",
                ranFor == 0 ? null : NOW.minusSeconds(ranFor),
                usual);
    }
}
