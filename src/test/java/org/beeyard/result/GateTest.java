package org.beeyard.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.MISSING;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.result.VerdictTest.tests;

import java.util.List;
import java.util.Map;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.beeyard.result.JobOutcome.Crash;
import org.beeyard.result.JobOutcome.Gate;
import org.beeyard.result.JobOutcome.Seen;
import org.beeyard.result.JobOutcome.TestKey;
import org.junit.jupiter.api.Test;

/** Jobs that have no say in the verdict, and those that only compare. */
class GateTest {

    private static final List<Crash> NO_SPLATS = List.of();

    @Test
    void shows_what_an_advisory_job_finds_and_stays_green() {
        Verdict verdict = Verdict.ofSeries(
                jobs(Gate.ADVISORY, JobState.FAILED, tests("line too long", FAIL, "signed off", PASS)),
                jobs(Gate.ADVISORY, JobState.PASSED, tests("line too long", PASS, "signed off", PASS)));
        assertThat(verdict.state()).isEqualTo(RunState.PASSED);
        assertThat(verdict.sentence()).isEqualTo("1 advisory in 2 tests.");
        assertThat(verdict.findings()).extracting(Verdict.Finding::kind).containsExactly(Verdict.Kind.ADVISORY);
    }

    @Test
    void stays_green_when_an_advisory_job_is_lost_crashes_or_loses_tests() {
        for (JobState state : List.of(JobState.ERROR, JobState.TIMED_OUT, JobState.FAILED)) {
            JobOutcome job = new JobOutcome(
                    1,
                    "review",
                    state,
                    "Said nothing.",
                    tests("a", MISSING),
                    List.of(new Crash("OOPS x", "x", "x")),
                    Gate.ADVISORY,
                    true);
            assertThat(Verdict.ofSeries(List.of(job), jobs(Gate.ADVISORY, JobState.PASSED, tests("a", PASS, "b", PASS)))
                            .state())
                    .as(state.name())
                    .isEqualTo(RunState.PASSED);
            assertThat(Verdict.ofBase(List.of(job)).state()).as(state.name()).isEqualTo(RunState.PASSED);
        }
    }

    @Test
    void stays_green_when_an_advisory_job_is_cancelled() {
        Verdict advisory = Verdict.ofSeries(
                jobs(Gate.ADVISORY, JobState.CANCELLED, Map.of()), jobs(Gate.ADVISORY, JobState.PASSED, Map.of()));
        assertThat(advisory.state()).isEqualTo(RunState.PASSED);
        Verdict blocking = Verdict.ofSeries(
                jobs(Gate.BLOCKING, JobState.CANCELLED, Map.of()), jobs(Gate.BLOCKING, JobState.PASSED, Map.of()));
        assertThat(blocking.state()).isEqualTo(RunState.CANCELLED);
    }

    @Test
    void counts_a_program_that_the_verifier_begins_to_refuse() {
        Verdict verdict = Verdict.ofSeries(
                jobs(Gate.DIFFERENCES, JobState.PASSED, tests("a:x", FAIL, "a:y", FAIL)),
                jobs(Gate.DIFFERENCES, JobState.PASSED, tests("a:x", PASS, "a:y", FAIL)));
        assertThat(verdict.state()).isEqualTo(RunState.FAILED);
        assertThat(verdict.sentence()).isEqualTo("1 new failure in 2 tests: a:x.");
    }

    @Test
    void leaves_alone_what_is_refused_in_both_or_is_only_in_one() {
        Verdict verdict = Verdict.ofSeries(
                jobs(Gate.DIFFERENCES, JobState.PASSED, tests("a:same", FAIL, "a:new", FAIL)),
                jobs(Gate.DIFFERENCES, JobState.PASSED, tests("a:same", FAIL, "a:gone", PASS)));
        assertThat(verdict).isEqualTo(new Verdict(RunState.PASSED, "No failures in 2 tests.", List.of()));
    }

    @Test
    void has_nothing_against_a_base_whose_programs_are_refused() {
        Verdict verdict = Verdict.ofBase(jobs(Gate.DIFFERENCES, JobState.PASSED, tests("a:x", FAIL)));
        assertThat(verdict.state()).isEqualTo(RunState.PASSED);
    }

    @Test
    void still_counts_a_comparing_job_that_fails_as_a_whole() {
        for (Map<TestKey, Seen> refused : List.of(Map.<TestKey, Seen>of(), tests("a:same", FAIL))) {
            Verdict verdict = Verdict.ofSeries(
                    jobs(Gate.DIFFERENCES, JobState.FAILED, refused), jobs(Gate.DIFFERENCES, JobState.PASSED, refused));
            assertThat(verdict.state()).isEqualTo(RunState.FAILED);
            assertThat(verdict.findings())
                    .extracting(Verdict.Finding::kind, Verdict.Finding::title)
                    .containsExactly(tuple(Verdict.Kind.NEW_FAILURE, "job: Ended."));
        }
    }

    private static List<JobOutcome> jobs(Gate gate, JobState state, Map<TestKey, Seen> tests) {
        return List.of(new JobOutcome(1, "job", state, "Ended.", tests, NO_SPLATS, gate, false));
    }
}
