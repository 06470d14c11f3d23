package org.beeyard.web.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.beeyard.history.series.Standing;
import org.beeyard.history.series.Standing.Spoken;
import org.beeyard.history.series.Standing.Underway;
import org.junit.jupiter.api.Test;

class SeriesProgressTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void tells_of_a_job_that_runs_how_far_it_is_and_how_long_it_will_take() {
        assertThat(said(new Underway("build x86_64 gcc", false, "building the kernel", 20, 80, NOON.minusSeconds(20))))
                .isEqualTo("say build x86_64 gcc: building the kernel 20 of 80, about 60 s left");
    }

    @Test
    void tells_no_time_that_a_few_units_say_nothing_of() {
        assertThat(said(new Underway("test_progs x86_64 gcc", false, "running test_progs", 3, 80, NOON)))
                .isEqualTo("say test_progs x86_64 gcc: running test_progs 3 of 80");
    }

    @Test
    void tells_that_a_job_starts_before_its_agent_says_more() {
        assertThat(said(new Underway("build x86_64 gcc", true, null, 0, 0, null)))
                .isEqualTo("say base: build x86_64 gcc: starting");
    }

    @Test
    void takes_no_run_for_an_answer_that_is_older_than_the_question() {
        Standing standing = new Standing(
                7,
                "APPLIED",
                null,
                false,
                Optional.of(new Spoken(9, "FAILED", "It broke.", NOON.minusSeconds(1), true, Optional.empty())));
        assertThat(SeriesProgress.text(standing, NOON.minusSeconds(1), List.of(), NOON))
                .isEqualTo("state FAILED\nsay It broke.\npage /runs/9\n");
        assertThat(SeriesProgress.text(standing, NOON, List.of(), NOON)).startsWith("state WAITING\n");
    }

    private static String said(Underway job) {
        Standing standing = new Standing(
                7, "APPLIED", null, false, Optional.of(new Spoken(9, "RUNNING", null, NOON, false, Optional.of(job))));
        return SeriesProgress.text(standing, NOON, List.of(), NOON)
                .lines()
                .filter(line -> line.startsWith("say "))
                .findFirst()
                .orElseThrow();
    }
}
