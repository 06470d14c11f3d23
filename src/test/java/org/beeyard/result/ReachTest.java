package org.beeyard.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.result.VerdictTest.tests;

import java.util.List;
import java.util.Map;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.beeyard.result.JobOutcome.Gate;
import org.beeyard.result.JobOutcome.Seen;
import org.beeyard.result.JobOutcome.TestKey;
import org.beeyard.result.Verdict.Finding;
import org.beeyard.result.Verdict.Kind;
import org.junit.jupiter.api.Test;

/** What veristat says of a series where it came to no good end there and on the base. */
class ReachTest {

    @Test
    void misses_the_programs_of_objects_that_it_got_through_on_the_base_only() {
        Verdict verdict = Verdict.ofSeries(
                crashed(tests("a:x", PASS)),
                crashed(tests("a:x", PASS, "a:removed", PASS, "b:y", PASS, "b:refused", FAIL)));
        assertThat(verdict.state()).isEqualTo(RunState.FAILED);
        assertThat(verdict.sentence()).isEqualTo("1 missing, 1 known in 1 test: b:y.");
        assertThat(verdict.findings())
                .extracting(Finding::title, Finding::kind)
                .containsExactly(tuple("b:y", Kind.MISSING), tuple("veristat x86_64 gcc: Ended.", Kind.KNOWN_FAILURE));
    }

    @Test
    void does_not_know_of_what_only_one_of_two_vms_that_died_got_to() {
        Verdict lost = Verdict.ofSeries(died(tests("a:x", PASS)), died(tests("a:x", PASS, "b:y", PASS, "b:z", FAIL)));
        assertThat(lost.state()).isEqualTo(RunState.ERROR);
        assertThat(lost.findings())
                .extracting(
                        Finding::title,
                        Finding::kind,
                        finding -> finding.detail().orElse(""))
                .containsExactly(tuple(
                        "veristat x86_64 gcc: Ended. Not got to: 1 program that the base accepts.",
                        Kind.INFRASTRUCTURE,
                        "not got to: b:y"));
        Verdict refused = Verdict.ofSeries(
                died(tests("a:x", PASS, "a:new", FAIL, "b:y", FAIL, "b:z", FAIL)), died(tests("a:x", PASS)));
        assertThat(refused.state()).isEqualTo(RunState.ERROR);
        assertThat(refused.findings())
                .extracting(
                        Finding::title,
                        Finding::kind,
                        finding -> finding.detail().orElse(""))
                .containsExactly(tuple(
                        "veristat x86_64 gcc: Ended. Refused: 2 programs that the base did not get to.",
                        Kind.INFRASTRUCTURE,
                        "refused: b:y\nrefused: b:z"));
    }

    @Test
    void knows_a_suite_that_is_too_slow_in_both_wherever_its_time_was_over() {
        assertThat(Verdict.ofSeries(
                                veristat(JobState.TIMED_OUT, false, tests("a:x", PASS)),
                                veristat(JobState.TIMED_OUT, false, tests("a:x", PASS, "b:y", PASS)))
                        .state())
                .isEqualTo(RunState.WARNING);
    }

    @Test
    void knows_an_end_that_came_at_the_same_object() {
        Verdict verdict =
                Verdict.ofSeries(died(tests("a:x", PASS, "a:y", FAIL)), died(tests("a:x", PASS, "a:y", FAIL)));
        assertThat(verdict.state()).isEqualTo(RunState.WARNING);
        assertThat(verdict.findings())
                .extracting(Finding::title, Finding::kind)
                .containsExactly(tuple("veristat x86_64 gcc: Ended.", Kind.KNOWN_FAILURE));
    }

    @Test
    void compares_what_both_got_to() {
        Verdict verdict = Verdict.ofSeries(died(tests("a:x", FAIL)), died(tests("a:x", PASS, "b:y", PASS)));
        assertThat(verdict.state()).isEqualTo(RunState.FAILED);
        assertThat(verdict.findings())
                .extracting(Finding::title, Finding::kind)
                .contains(tuple("a:x", Kind.NEW_FAILURE));
    }

    @Test
    void calls_no_program_gone_or_added_that_the_other_did_not_get_to() {
        for (JobState state : List.of(JobState.FAILED, JobState.TIMED_OUT)) {
            assertThat(ProgramChange.in(
                            veristat(state, true, tests("a:x", FAIL, "a:new", PASS, "c:z", PASS)),
                            veristat(state, true, tests("a:x", PASS, "a:old", PASS, "b:y", PASS))))
                    .as(state.name())
                    .extracting(change -> change.program().test(), ProgramChange::what)
                    .containsExactly(
                            tuple("a:x", ProgramFate.REFUSED),
                            tuple("a:new", ProgramFate.ADDED),
                            tuple("a:old", ProgramFate.GONE));
        }
    }

    private static List<JobOutcome> crashed(Map<TestKey, Seen> programs) {
        return veristat(JobState.FAILED, false, programs);
    }

    private static List<JobOutcome> died(Map<TestKey, Seen> programs) {
        return veristat(JobState.FAILED, true, programs);
    }

    private static List<JobOutcome> veristat(JobState state, boolean died, Map<TestKey, Seen> programs) {
        return List.of(
                new JobOutcome(1, "veristat x86_64 gcc", state, "Ended.", programs, List.of(), Gate.DIFFERENCES, died));
    }
}
