package org.beeyard.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.result.VerdictTest.tests;

import java.util.List;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.beeyard.result.JobOutcome.Crash;
import org.junit.jupiter.api.Test;

/** What a splat explains that a job and its base have in common. */
class SplatFindingsTest {

    private static final Crash LOCKDEP = new Crash("WARNING l", "possible recursive locking", "…");

    @Test
    void blames_a_suite_that_fails_where_the_bases_passed_for_all_that_both_kernels_warn_of() {
        Verdict verdict = Verdict.ofSeries(List.of(job(JobState.FAILED)), List.of(job(JobState.PASSED)));
        assertThat(verdict.state()).isEqualTo(RunState.FAILED);
        assertThat(verdict.findings())
                .extracting(finding -> finding.title() + " " + finding.kind())
                .containsExactly("test_maps: Ended. NEW_FAILURE", "possible recursive locking KNOWN_FAILURE");
    }

    @Test
    void says_no_more_than_the_splat_when_the_base_failed_with_it_too() {
        assertKnown(job(JobState.FAILED), job(JobState.FAILED));
    }

    @Test
    void says_no_more_than_the_splat_when_the_base_died_with_it_in_another_way() {
        assertKnown(DeadVm.in(job(JobState.FAILED)), job(JobState.TIMED_OUT));
    }

    private static void assertKnown(JobOutcome patched, JobOutcome base) {
        Verdict verdict = Verdict.ofSeries(List.of(patched), List.of(base));
        assertThat(verdict.state()).isEqualTo(RunState.WARNING);
        assertThat(verdict.findings()).extracting(Verdict.Finding::title).containsExactly(LOCKDEP.title());
    }

    private static JobOutcome job(JobState state) {
        return new JobOutcome(1, "test_maps", state, "Ended.", tests("hash", PASS), List.of(LOCKDEP));
    }
}
