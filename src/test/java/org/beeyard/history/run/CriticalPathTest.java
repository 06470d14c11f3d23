package org.beeyard.history.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.ListAssert;
import org.beeyard.history.run.CriticalPath.Node;
import org.beeyard.history.run.CriticalPath.Step;
import org.junit.jupiter.api.Test;

class CriticalPathTest {

    private static final Instant BEGAN = Instant.parse("2026-02-02T10:00:00Z");
    private static final long RUN = 7;

    @Test
    void leads_to_the_job_that_ended_last_over_what_it_waited_for_longest() {
        assertThatPath(
                        job(1, "build x86_64", 5, 105),
                        job(2, "build aarch64", 10, 300),
                        job(3, "test_progs x86_64", 110, 400, 1),
                        job(4, "test_progs aarch64", 320, 900, 2))
                .extracting(Step::name, Step::waitedSeconds, Step::ranSeconds)
                .containsExactly(tuple("build aarch64", 10L, 290L), tuple("test_progs aarch64", 20L, 580L));
    }

    @Test
    void of_several_that_a_job_needs_the_last_counts() {
        assertThatPath(job(1, "early", 0, 50), job(2, "late", 0, 80), job(3, "tests", 80, 100, 1, 2))
                .extracting(Step::name)
                .containsExactly("late", "tests");
    }

    @Test
    void another_runs_build_counts_from_the_moment_at_which_this_one_began() {
        assertThatPath(
                        new Node(
                                1, 6, "build of the base", 1, BEGAN.minusSeconds(500), BEGAN.plusSeconds(60), Set.of()),
                        job(2, "build", 60, 100, 1))
                .containsExactly(new Step(1, 6, "build of the base", 1, 0, 60), new Step(2, RUN, "build", 1, 0, 40));
    }

    @Test
    void what_was_over_before_is_not_waited_for() {
        assertThatPath(
                        new Node(
                                1,
                                6,
                                "build of the base",
                                1,
                                BEGAN.minusSeconds(500),
                                BEGAN.minusSeconds(60),
                                Set.of()),
                        job(2, "build", 30, 100, 1))
                .containsExactly(new Step(2, RUN, "build", 1, 30, 70));
    }

    @Test
    void there_is_none_of_jobs_that_never_had_a_slot() {
        assertThatPath(new Node(1, RUN, "skipped", 0, null, null, Set.of())).isEmpty();
    }

    @Test
    void jobs_that_would_need_each_other_do_not_lead_in_circles() {
        assertThatPath(job(1, "a", 0, 10, 2), job(2, "b", 0, 20, 1)).hasSize(2);
    }

    private static ListAssert<Step> assertThatPath(Node... jobs) {
        return assertThat(CriticalPath.of(List.of(jobs), BEGAN));
    }

    private static Node job(long id, String name, long from, long to, long... needs) {
        return new Node(
                id, RUN, name, 1, at(from), at(to), Arrays.stream(needs).boxed().collect(Collectors.toSet()));
    }

    private static Instant at(long seconds) {
        return BEGAN.plusSeconds(seconds);
    }
}
