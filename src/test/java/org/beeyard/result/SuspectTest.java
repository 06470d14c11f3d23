package org.beeyard.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.protocol.Outcome.UNFIT;
import static org.beeyard.result.VerdictTest.confirmed;
import static org.beeyard.result.VerdictTest.jobs;
import static org.beeyard.result.VerdictTest.tests;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.junit.jupiter.api.Test;

class SuspectTest {

    @Test
    void finds_a_part_of_a_series_bad_when_one_of_its_tests_fails() {
        assertThat(Suspect.verdictOnPart(Set.of("xdp"), jobs(tests("xdp", FAIL, "old", FAIL))))
                .isEqualTo(new Verdict(RunState.FAILED, "Still failing: xdp.", List.of()));
        assertThat(Suspect.verdictOnPart(Set.of("xdp"), jobs(tests("xdp", PASS))))
                .isEqualTo(new Verdict(RunState.PASSED, "Nothing of it fails.", List.of()));
    }

    @Test
    void learns_nothing_from_a_part_that_does_not_build_when_tests_are_sought() {
        List<JobOutcome> jobs = List.of(
                new JobOutcome(1, "build x86_64 gcc", JobState.FAILED, "It does not build.", Map.of(), List.of()));
        assertThat(Suspect.verdictOnPart(Set.of("xdp"), jobs))
                .isEqualTo(new Verdict(RunState.ERROR, "build x86_64 gcc: It does not build.", List.of()));
        assertThat(Suspect.verdictOnPart(Set.of(), jobs))
                .isEqualTo(new Verdict(RunState.FAILED, "It does not build.", List.of()));
    }

    @Test
    void suspects_confirmed_tests_and_failing_builds_and_nothing_else() {
        List<JobOutcome> confirmed = jobs(confirmed("xdp", FAIL, FAIL));
        assertThat(Suspect.in(Verdict.ofSeries(confirmed, jobs(tests("xdp", PASS))), confirmed))
                .hasValue(new Suspect(1, List.of("xdp")));
        List<JobOutcome> known = jobs(tests("old", FAIL));
        assertThat(Suspect.in(Verdict.ofSeries(known, jobs(tests("old", FAIL))), known))
                .isEmpty();
    }

    @Test
    void looks_for_what_makes_a_test_unfit() {
        List<JobOutcome> unfit = jobs(confirmed("kfunc", UNFIT, UNFIT));
        assertThat(Suspect.in(Verdict.ofSeries(unfit, jobs(tests("kfunc", PASS))), unfit))
                .hasValue(new Suspect(1, List.of("kfunc")));
        assertThat(Suspect.verdictOnPart(Set.of("kfunc"), unfit).state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void finds_a_commit_bad_on_which_the_vm_dies_and_good_on_which_only_tests_fail() {
        JobOutcome build = new JobOutcome(1, "build x86_64 gcc", JobState.PASSED, "", Map.of(), List.of());
        JobOutcome panicked = DeadVm.in(new JobOutcome(
                2, "test_progs x86_64 gcc", JobState.FAILED, "The kernel panicked.", Map.of(), List.of()));
        JobOutcome failed =
                new JobOutcome(2, "test_progs x86_64 gcc", JobState.FAILED, "1 failed.", tests("xdp", FAIL), List.of());
        assertThat(Suspect.dead(List.of(build, failed, panicked))).hasValue(panicked);
        assertThat(Suspect.verdictOnPart(Set.of(), List.of(build, panicked)))
                .isEqualTo(new Verdict(RunState.FAILED, "test_progs x86_64 gcc: The kernel panicked.", List.of()));
        assertThat(Suspect.verdictOnPart(Set.of(), List.of(build, failed)).state())
                .isEqualTo(RunState.PASSED);
    }

    @Test
    void learns_nothing_of_a_vm_from_a_commit_that_does_not_build() {
        List<JobOutcome> jobs = List.of(
                new JobOutcome(1, "build x86_64 gcc", JobState.FAILED, "No.", Map.of(), List.of()),
                new JobOutcome(2, "test_progs x86_64 gcc", JobState.SKIPPED, "", Map.of(), List.of()));
        assertThat(Suspect.verdictOnPart(Set.of(), jobs).state()).isEqualTo(RunState.ERROR);
    }
}
