package org.beeyard.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.protocol.Outcome.ERROR;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.MISSING;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.protocol.Outcome.UNFIT;
import static org.beeyard.result.VerdictTest.confirmed;
import static org.beeyard.result.VerdictTest.jobs;
import static org.beeyard.result.VerdictTest.subtests;
import static org.beeyard.result.VerdictTest.tests;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.beeyard.result.JobOutcome.Seen;
import org.beeyard.result.JobOutcome.TestKey;
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
    void suspects_a_subtest_that_breaks_in_a_test_that_was_broken_before() {
        List<JobOutcome> patched = jobs(tests("old", FAIL), subtests("old", "a", FAIL, "b", FAIL, "c", PASS));
        List<JobOutcome> base = jobs(tests("old", FAIL), subtests("old", "a", FAIL, "b", PASS, "c", PASS));
        assertThat(Suspect.in(Verdict.ofSeries(patched, base), patched)).hasValue(new Suspect(1, List.of("old/b")));
    }

    @Test
    void suspects_no_subtest_whose_test_is_suspected() {
        List<JobOutcome> patched =
                jobs(tests("old", FAIL, "xdp", FAIL), subtests("xdp", "a", FAIL), subtests("old", "b", FAIL));
        List<JobOutcome> base =
                jobs(tests("old", FAIL, "xdp", PASS), subtests("xdp", "a", PASS), subtests("old", "b", PASS));
        assertThat(Suspect.in(Verdict.ofSeries(patched, base), patched))
                .hasValue(new Suspect(1, List.of("old/b", "xdp")));
    }

    @Test
    void finds_a_part_good_whose_test_fails_as_before_when_the_subtest_passes_or_is_not_there_yet() {
        Set<String> sought = Set.of("old/b");
        assertThat(Suspect.verdictOnPart(sought, jobs(tests("old", FAIL), subtests("old", "a", FAIL, "b", PASS))))
                .isEqualTo(new Verdict(RunState.PASSED, "Nothing of it fails.", List.of()));
        assertThat(Suspect.verdictOnPart(sought, jobs(tests("old", FAIL), subtests("old", "a", FAIL)))
                        .state())
                .isEqualTo(RunState.PASSED);
        assertThat(Suspect.verdictOnPart(sought, jobs(tests("old", FAIL), subtests("old", "a", FAIL, "b", FAIL))))
                .isEqualTo(new Verdict(RunState.FAILED, "Still failing: old/b.", List.of()));
    }

    @Test
    void learns_nothing_of_a_subtest_from_a_part_whose_test_was_cut_short() {
        List<JobOutcome> crashed = jobs(tests("old", ERROR), subtests("old", "a", FAIL));
        assertThat(Suspect.verdictOnPart(Set.of("old/b"), crashed).state()).isEqualTo(RunState.ERROR);
        List<JobOutcome> dead = List.of(DeadVm.in(jobs(tests("old", FAIL)).getFirst()));
        assertThat(Suspect.verdictOnPart(Set.of("old/b"), dead).state()).isEqualTo(RunState.ERROR);
    }

    @Test
    void finds_a_part_good_that_fails_only_what_is_not_sought() {
        assertThat(Suspect.verdictOnPart(Set.of("xdp"), suite("test_verifier", tests("xdp", PASS, "known", FAIL))))
                .isEqualTo(new Verdict(RunState.PASSED, "Nothing of it fails.", List.of()));
        assertThat(Suspect.verdictOnPart(Set.of("old/b"), jobs(tests("old", FAIL, "older", FAIL)))
                        .state())
                .isEqualTo(RunState.PASSED);
    }

    @Test
    void finds_a_part_good_to_which_a_later_patch_adds_the_test() {
        assertThat(Suspect.verdictOnPart(Set.of("fresh"), suite("test_progs", Map.of()))
                        .state())
                .as("none of the tests asked for is there, and the suite minds")
                .isEqualTo(RunState.PASSED);
        assertThat(Suspect.verdictOnPart(Set.of("fresh"), suite("review", tests("known", FAIL)))
                        .state())
                .isEqualTo(RunState.PASSED);
    }

    @Test
    void learns_nothing_of_a_test_from_a_suite_that_may_not_have_got_to_it() {
        assertThat(List.of(
                        suite("test_progs", tests("xdp", MISSING, "known", FAIL)),
                        suite("test_maps", tests("known", PASS)),
                        suite("review", tests("known", FAIL, "crashed", ERROR)),
                        suite("veristat", tests("a:x", FAIL))))
                .allSatisfy(jobs -> assertThat(
                                Suspect.verdictOnPart(Set.of("xdp"), jobs).state())
                        .isEqualTo(RunState.ERROR));
    }

    @Test
    void takes_a_program_for_gone_when_veristat_tells_of_others_of_its_object() {
        assertThat(Suspect.verdictOnPart(Set.of("a:fresh"), suite("veristat", tests("a:x", PASS)))
                        .state())
                .isEqualTo(RunState.PASSED);
        assertThat(Suspect.verdictOnPart(Set.of("b:fresh"), suite("veristat", tests("a:x", PASS)))
                        .state())
                .isEqualTo(RunState.ERROR);
    }

    private static List<JobOutcome> suite(String name, Map<TestKey, Seen> tests) {
        return List.of(new JobOutcome(1, name + " x86_64 gcc", JobState.FAILED, "Ended.", tests, List.of()));
    }

    @Test
    void takes_one_word_for_it_that_a_test_is_not_built_any_more_where_the_suite_passes_without_it() {
        Seen unbuilt = new Seen(UNFIT, Optional.empty(), Optional.empty(), Optional.empty(), true);
        JobOutcome passed = new JobOutcome(
                1,
                "test_progs x86_64 gcc",
                JobState.PASSED,
                "",
                Map.of(new TestKey(7, "kfunc", ""), unbuilt),
                List.of());
        List<JobOutcome> failed = suite("test_progs", passed.tests());
        assertThat(Suspect.confirmed(Verdict.ofBase(List.of(passed)), List.of(passed)))
                .containsExactly(new Suspect.Confirmed(1, 7));
        assertThat(Suspect.confirmed(Verdict.ofBase(failed), failed))
                .as("a rerun was to come")
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
