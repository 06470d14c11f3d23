package org.beeyard.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.beeyard.protocol.Outcome.ERROR;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.MISSING;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.protocol.Outcome.SKIP;
import static org.beeyard.protocol.Outcome.UNFIT;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.beeyard.protocol.Outcome;
import org.beeyard.result.JobOutcome.Crash;
import org.beeyard.result.JobOutcome.Seen;
import org.beeyard.result.JobOutcome.TestKey;
import org.junit.jupiter.api.Test;

class VerdictTest {

    @Test
    void passes_a_series_that_breaks_nothing() {
        Verdict verdict =
                Verdict.ofSeries(jobs(tests("atomics", PASS, "xdp", SKIP)), jobs(tests("atomics", PASS, "xdp", SKIP)));
        assertThat(verdict).isEqualTo(new Verdict(RunState.PASSED, "No failures in 2 tests.", List.of()));
    }

    @Test
    void fails_a_series_and_names_exactly_the_tests_that_it_broke() {
        Verdict verdict = Verdict.ofSeries(
                jobs(confirmed("xdp", FAIL, FAIL), tests("atomics", PASS, "old", FAIL)),
                jobs(tests("atomics", PASS, "xdp", PASS, "old", FAIL)));
        assertThat(verdict.state()).isEqualTo(RunState.FAILED);
        assertThat(verdict.sentence()).isEqualTo("1 new failure, 1 known in 3 tests: xdp.");
    }

    @Test
    void calls_a_failure_that_a_rerun_does_not_confirm_flaky() {
        Verdict verdict = Verdict.ofSeries(jobs(confirmed("xdp", FAIL, PASS)), jobs(tests("xdp", PASS)));
        assertThat(verdict.state()).isEqualTo(RunState.WARNING);
        assertThat(verdict.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Verdict.Kind.FLAKY);
            assertThat(finding.patched()).hasValue("FAIL, then PASS");
        });
    }

    @Test
    void warns_of_failures_that_the_base_has_too() {
        Verdict verdict = Verdict.ofSeries(jobs(confirmed("xdp", FAIL, FAIL)), jobs(confirmed("xdp", FAIL, FAIL)));
        assertThat(verdict.state()).isEqualTo(RunState.WARNING);
        assertThat(verdict.sentence()).isEqualTo("1 known in 1 test.");
    }

    @Test
    void counts_a_failing_test_that_the_base_does_not_have_as_new() {
        Verdict verdict = Verdict.ofSeries(jobs(tests("fresh", FAIL)), jobs(tests("atomics", PASS)));
        assertThat(verdict.findings()).extracting(Verdict.Finding::kind).contains(Verdict.Kind.NEW_FAILURE);
    }

    @Test
    void lets_a_series_remove_a_test() {
        Verdict verdict = Verdict.ofSeries(
                jobs(tests("atomics", PASS)), jobs(tests("atomics", PASS, "xdp", PASS, "skipped", SKIP)));
        assertThat(verdict.state()).isEqualTo(RunState.PASSED);
        assertThat(verdict.sentence()).isEqualTo("No failures, 1 gone in 1 test.");
        assertThat(verdict.findings())
                .extracting(Verdict.Finding::title, Verdict.Finding::kind)
                .containsExactly(tuple("xdp", Verdict.Kind.GONE));
    }

    @Test
    void misses_a_test_that_a_suite_may_not_have_got_to() {
        Map<TestKey, Seen> all = tests("hash", PASS, "lru", PASS);
        Verdict verdict = Verdict.ofSeries(
                List.of(new JobOutcome(1, "test_maps x86_64 gcc", JobState.FAILED, "", tests("hash", FAIL), List.of())),
                List.of(new JobOutcome(2, "test_maps x86_64 gcc", JobState.PASSED, "", all, List.of())));
        assertThat(verdict.sentence()).isEqualTo("1 new failure, 1 missing in 1 test: hash, lru.");
    }

    @Test
    void calls_no_splat_new_where_the_base_did_not_come_to_an_end() {
        Crash warning = new Crash("WARNING a", "WARNING: at x.c:1", "…");
        List<JobOutcome> patched =
                List.of(new JobOutcome(1, "test_progs", JobState.PASSED, "", tests("xdp", PASS), List.of(warning)));
        for (JobState state : List.of(JobState.ERROR, JobState.TIMED_OUT)) {
            JobOutcome base = new JobOutcome(2, "test_progs", state, "It hung.", Map.of(), List.of());
            Verdict verdict = Verdict.ofSeries(patched, List.of(base));
            assertThat(verdict.state()).as(state.name()).isEqualTo(RunState.ERROR);
            assertThat(verdict.sentence())
                    .isEqualTo("1 failing that the base did not get to in 1 test: WARNING: at x.c:1.");
        }
    }

    @Test
    void tells_what_the_series_repairs() {
        Verdict verdict = Verdict.ofSeries(jobs(tests("xdp", PASS)), jobs(confirmed("xdp", FAIL, FAIL)));
        assertThat(verdict.state()).isEqualTo(RunState.PASSED);
        assertThat(verdict.sentence()).isEqualTo("1 fixed in 1 test.");
    }

    @Test
    void fails_a_series_whose_tests_are_green_by_a_new_splat() {
        JobOutcome splat = new JobOutcome(
                1,
                "test_progs",
                JobState.PASSED,
                "",
                tests("xdp", PASS),
                List.of(new Crash("WARNING a", "WARNING: at x.c:1", "…")));
        Verdict verdict = Verdict.ofSeries(List.of(splat), jobs(tests("xdp", PASS)));
        assertThat(verdict.state()).isEqualTo(RunState.FAILED);
        assertThat(verdict.sentence()).isEqualTo("1 new failure in 1 test: WARNING: at x.c:1.");
        assertThat(Verdict.ofSeries(List.of(splat), List.of(splat)).state()).isEqualTo(RunState.WARNING);
    }

    @Test
    void tells_one_death_and_not_the_hundred_tests_that_it_cost() {
        Map<TestKey, Seen> seen = tests("a", PASS, "b", ERROR, "c", MISSING, "d", MISSING);
        JobOutcome dead = DeadVm.in(new JobOutcome(
                1,
                "test_progs",
                JobState.FAILED,
                "The kernel panicked while b ran.",
                seen,
                List.of(new Crash("OOPS f", "BUG: kernel NULL pointer dereference", "…"))));
        Verdict verdict = Verdict.ofSeries(List.of(dead), jobs(tests("a", PASS, "b", PASS, "c", PASS, "d", PASS)));
        assertThat(verdict.state()).isEqualTo(RunState.FAILED);
        assertThat(verdict.findings())
                .extracting(Verdict.Finding::title)
                .containsExactly("BUG: kernel NULL pointer dereference", "b");
    }

    @Test
    void does_not_call_a_failure_known_that_the_base_did_not_get_to_nor_what_passes_fixed() {
        Verdict verdict = Verdict.ofSeries(
                jobs(tests("a", PASS, "b", PASS, "d", PASS), confirmed("c", FAIL, FAIL)),
                List.of(hung(tests("a", PASS, "b", ERROR, "c", MISSING, "d", MISSING))));
        assertThat(verdict.state()).isEqualTo(RunState.ERROR);
        assertThat(verdict.sentence()).isEqualTo("1 fixed, 1 failing that the base did not get to in 4 tests: c.");
        assertThat(kinds(verdict)).containsExactly("c INFRASTRUCTURE", "b FIXED");
    }

    @Test
    void does_not_blame_the_series_for_subtests_that_the_base_did_not_get_to() {
        Map<TestKey, Seen> seen = new HashMap<>(tests("c", FAIL));
        seen.put(new TestKey(99, "c", "sub"), new Seen(FAIL, Optional.empty(), Optional.empty()));
        assertThat(kinds(Verdict.ofSeries(jobs(seen), List.of(hung(tests("c", MISSING))))))
                .containsExactly("c INFRASTRUCTURE", "c/sub INFRASTRUCTURE");
    }

    @Test
    void does_not_blame_the_series_for_what_a_base_that_died_has_not_even_named() {
        assertThat(kinds(Verdict.ofSeries(jobs(tests("a", PASS, "c", FAIL)), List.of(hung(tests("a", PASS))))))
                .containsExactly("c INFRASTRUCTURE");
    }

    @Test
    void counts_a_failing_test_as_new_that_is_not_among_those_that_a_base_named_before_it_died() {
        assertThat(kinds(Verdict.ofSeries(
                        jobs(tests("a", PASS, "b", PASS, "fresh", FAIL)),
                        List.of(hung(tests("a", PASS, "b", MISSING))))))
                .containsExactly("fresh NEW_FAILURE");
    }

    @Test
    void asks_the_trees_past_whether_a_test_fitted_that_the_base_did_not_get_to() {
        Seen fitted = new Seen(UNFIT, Optional.empty(), Optional.empty(), Optional.empty(), true);
        assertThat(kinds(Verdict.ofSeries(
                        jobs(tests("newer", UNFIT), Map.of(key("kfunc"), fitted)),
                        List.of(hung(tests("newer", MISSING, "kfunc", MISSING))))))
                .containsExactly("kfunc INFRASTRUCTURE", "newer UNFIT");
    }

    @Test
    void a_base_whose_vm_died_has_one_failure_and_not_one_for_each_test_that_it_cost() {
        Verdict verdict = Verdict.ofBase(List.of(hung(tests("a", PASS, "b", ERROR, "c", MISSING, "d", MISSING))));
        assertThat(verdict.state()).isEqualTo(RunState.FAILED);
        assertThat(kinds(verdict)).containsExactly("test_progs: It hung. KNOWN_FAILURE", "b KNOWN_FAILURE");
    }

    @Test
    void takes_the_rerun_for_the_word_on_a_test_that_a_death_cost() {
        assertThat(kinds(Verdict.ofSeries(
                        jobs(confirmed("good", MISSING, PASS), confirmed("bad", MISSING, FAIL)),
                        jobs(tests("good", PASS, "bad", PASS)))))
                .containsExactly("bad NEW_FAILURE");
        assertThat(kinds(Verdict.ofSeries(
                        jobs(tests("good", FAIL, "bad", FAIL)),
                        jobs(confirmed("good", MISSING, PASS), confirmed("bad", MISSING, FAIL)))))
                .containsExactly("good NEW_FAILURE", "bad KNOWN_FAILURE");
    }

    @Test
    void does_not_take_a_rerun_that_did_not_get_to_a_test_for_one_that_passed_it() {
        assertThat(kinds(Verdict.ofSeries(jobs(confirmed("xdp", FAIL, MISSING)), jobs(tests("xdp", PASS)))))
                .containsExactly("xdp NEW_FAILURE");
    }

    @Test
    void does_not_take_a_lockup_that_the_base_has_too_for_the_death_of_a_suite_that_crashed() {
        List<Crash> lockup = List.of(new Crash("LOCKUP f", "watchdog: BUG: soft lockup", "…"));
        JobOutcome crashed = new JobOutcome(
                1, "test_progs", JobState.FAILED, "It crashed.", tests("a", ERROR, "b", MISSING), lockup);
        JobOutcome base = new JobOutcome(2, "test_progs", JobState.PASSED, "", tests("a", PASS, "b", PASS), lockup);
        assertThat(kinds(Verdict.ofSeries(List.of(crashed), List.of(base))))
                .containsExactly("a NEW_FAILURE", "b MISSING", "watchdog: BUG: soft lockup KNOWN_FAILURE");
    }

    @Test
    void tells_one_death_whatever_the_kernel_called_it() {
        JobOutcome dead = DeadVm.in(new JobOutcome(
                1,
                "test_progs",
                JobState.FAILED,
                "The kernel panicked while b ran.",
                tests("a", PASS, "b", ERROR, "c", MISSING),
                List.of(new Crash("KASAN f", "BUG: KASAN: slab-use-after-free", "…"))));
        assertThat(kinds(Verdict.ofSeries(List.of(dead), jobs(tests("a", PASS, "b", PASS, "c", PASS)))))
                .containsExactly("BUG: KASAN: slab-use-after-free NEW_FAILURE", "b NEW_FAILURE");
    }

    @Test
    void blames_a_kernel_that_does_not_boot_whatever_the_base_warns_of_too() {
        List<Crash> warning = List.of(new Crash("WARNING f", "WARNING: at f", "…"));
        JobOutcome dead = DeadVm.in(
                new JobOutcome(1, "test_progs", JobState.FAILED, "The kernel does not boot.", Map.of(), warning));
        JobOutcome base = new JobOutcome(2, "test_progs", JobState.PASSED, "", tests("a", PASS), warning);
        assertThat(kinds(Verdict.ofSeries(List.of(dead), List.of(base))))
                .containsExactly("test_progs: The kernel does not boot. NEW_FAILURE", "WARNING: at f KNOWN_FAILURE");
    }

    @Test
    void blames_a_vm_that_goes_down_where_the_bases_lived_whatever_fails_there_too() {
        JobOutcome dead = DeadVm.in(new JobOutcome(
                1,
                "test_progs",
                JobState.FAILED,
                "The VM went down without a word.",
                tests("a", FAIL, "b", MISSING),
                List.of()));
        JobOutcome base =
                new JobOutcome(2, "test_progs", JobState.FAILED, "1 failed.", tests("a", FAIL, "b", PASS), List.of());
        assertThat(kinds(Verdict.ofSeries(List.of(dead), List.of(base))))
                .containsExactly("test_progs: The VM went down without a word. NEW_FAILURE", "a KNOWN_FAILURE");
        assertThat(kinds(Verdict.ofSeries(List.of(dead), List.of(DeadVm.in(base)))))
                .containsExactly("a KNOWN_FAILURE");
    }

    @Test
    void does_not_blame_the_series_for_subtests_of_the_test_in_which_the_base_died() {
        Map<TestKey, Seen> seen = new HashMap<>(tests("b", FAIL));
        seen.put(new TestKey(99, "b", "sub"), new Seen(FAIL, Optional.empty(), Optional.empty()));
        assertThat(kinds(Verdict.ofSeries(jobs(seen), List.of(hung(tests("b", ERROR))))))
                .containsExactly("b KNOWN_FAILURE");
    }

    @Test
    void tells_of_a_vm_that_went_down_once_without_a_reason() {
        JobOutcome job = DeadVm.in(new JobOutcome(
                1,
                "test_progs_parallel",
                JobState.PASSED,
                "The VM went down without a word.",
                confirmed("a", MISSING, PASS),
                List.of()));
        Verdict verdict = Verdict.ofSeries(
                List.of(job),
                List.of(new JobOutcome(2, "test_progs_parallel", JobState.PASSED, "", tests("a", PASS), List.of())));
        assertThat(verdict.state()).isEqualTo(RunState.WARNING);
        assertThat(kinds(verdict)).containsExactly("test_progs_parallel: The VM went down without a word. FLAKY");
    }

    private static JobOutcome hung(Map<TestKey, Seen> tests) {
        return new JobOutcome(2, "test_progs", JobState.TIMED_OUT, "It hung.", tests, List.of());
    }

    @Test
    void says_that_a_series_does_not_build_and_what_was_not_run() {
        JobOutcome build = new JobOutcome(
                1,
                "build x86_64 gcc",
                JobState.FAILED,
                "The kernel does not build: a.c:1: error: no",
                Map.of(),
                List.of());
        JobOutcome test = new JobOutcome(2, "test_progs x86_64 gcc", JobState.SKIPPED, "", Map.of(), List.of());
        Verdict verdict = Verdict.ofSeries(
                List.of(build, test),
                List.of(
                        new JobOutcome(3, "build x86_64 gcc", JobState.PASSED, "", Map.of(), List.of()),
                        new JobOutcome(4, "test_progs x86_64 gcc", JobState.PASSED, "", tests("a", PASS), List.of())));
        assertThat(verdict.state()).isEqualTo(RunState.FAILED);
        assertThat(verdict.sentence())
                .isEqualTo(
                        "1 new failure in 0 tests: build x86_64 gcc: The kernel does not build: a.c:1: error: no. Not run: test_progs x86_64 gcc.");
    }

    @Test
    void does_not_blame_the_series_for_an_infrastructure_error() {
        JobOutcome lost = new JobOutcome(1, "test_progs", JobState.ERROR, "The agent is gone.", Map.of(), List.of());
        assertThat(Verdict.ofSeries(List.of(lost), jobs(tests("a", PASS))).state())
                .isEqualTo(RunState.ERROR);
    }

    @Test
    void does_not_call_a_failure_new_when_the_base_has_no_result() {
        JobOutcome lost = new JobOutcome(2, "test_progs", JobState.ERROR, "", Map.of(), List.of());
        Verdict verdict = Verdict.ofSeries(jobs(tests("xdp", FAIL)), List.of(lost));
        assertThat(verdict.state()).isEqualTo(RunState.ERROR);
        assertThat(verdict.findings()).extracting(Verdict.Finding::kind).containsExactly(Verdict.Kind.INFRASTRUCTURE);
    }

    @Test
    void lets_the_line_of_a_test_decide_over_its_subtests() {
        Map<TestKey, Seen> seen = new HashMap<>(tests("fails_on_purpose", PASS));
        seen.put(new TestKey(99, "fails_on_purpose", "sub"), new Seen(FAIL, Optional.empty(), Optional.empty()));
        assertThat(Verdict.ofSeries(jobs(seen), jobs(tests("fails_on_purpose", PASS)))
                        .findings())
                .isEmpty();
    }

    @Test
    void counts_and_names_a_subtest_that_breaks_in_a_test_that_was_broken_before() {
        Verdict verdict = Verdict.ofSeries(
                jobs(tests("old", FAIL), subtests("old", "a", FAIL, "b", FAIL)),
                jobs(tests("old", FAIL), subtests("old", "a", FAIL, "b", PASS)));
        assertThat(verdict.state()).isEqualTo(RunState.FAILED);
        assertThat(verdict.sentence()).isEqualTo("1 new failure, 1 known in 1 test: old/b.");
    }

    @Test
    void tells_a_broken_subtest_under_its_test_when_that_breaks_with_it() {
        Verdict verdict = Verdict.ofSeries(
                jobs(tests("xdp", FAIL), subtests("xdp", "a", FAIL, "b", FAIL)),
                jobs(tests("xdp", PASS), subtests("xdp", "a", PASS, "b", PASS)));
        assertThat(verdict.sentence()).isEqualTo("1 new failure in 1 test: xdp.");
    }

    @Test
    void a_test_that_fits_neither_the_base_nor_the_series_is_counted_and_nobody_is_to_blame() {
        Verdict verdict = Verdict.ofSeries(
                jobs(tests("newer", UNFIT, "atomics", PASS)), jobs(tests("newer", UNFIT, "atomics", PASS)));
        assertThat(verdict.state()).isEqualTo(RunState.PASSED);
        assertThat(verdict.sentence()).isEqualTo("No failures, 1 unfit for the kernel in 2 tests.");
        assertThat(kinds(verdict)).containsExactly("newer UNFIT");
    }

    @Test
    void a_base_with_tests_that_never_fitted_it_is_green() {
        Verdict verdict = Verdict.ofBase(jobs(tests("newer", UNFIT, "atomics", PASS)));
        assertThat(verdict.state()).isEqualTo(RunState.PASSED);
        assertThat(kinds(verdict)).containsExactly("newer UNFIT");
    }

    @Test
    void a_base_on_which_a_test_fits_no_more_that_an_older_one_passed_is_red() {
        Seen lost = new Seen(UNFIT, Optional.of(UNFIT), Optional.empty(), Optional.empty(), true);
        Verdict verdict = Verdict.ofBase(jobs(Map.of(key("kfunc"), lost)));
        assertThat(verdict.state()).isEqualTo(RunState.FAILED);
        assertThat(kinds(verdict)).containsExactly("kfunc KNOWN_FAILURE");
    }

    @Test
    void a_test_that_the_series_makes_unfit_is_a_new_failure() {
        assertThat(kinds(Verdict.ofSeries(
                        jobs(tests("kfunc", UNFIT, "left_out", UNFIT, "fresh", UNFIT)),
                        jobs(tests("kfunc", PASS, "left_out", SKIP)))))
                .containsExactly("fresh NEW_FAILURE", "kfunc NEW_FAILURE", "left_out NEW_FAILURE");
    }

    @Test
    void a_test_that_failed_on_the_base_and_does_not_fit_the_series_is_neither_new_nor_fixed() {
        assertThat(kinds(Verdict.ofSeries(jobs(tests("old", UNFIT)), jobs(tests("old", FAIL)))))
                .containsExactly("old UNFIT");
    }

    @Test
    void a_test_that_did_not_fit_the_base_and_fails_with_the_series_is_a_new_failure() {
        assertThat(kinds(Verdict.ofSeries(jobs(tests("newer", FAIL)), jobs(tests("newer", UNFIT)))))
                .containsExactly("newer NEW_FAILURE");
    }

    @Test
    void a_suite_that_fails_besides_what_does_not_fit_is_not_excused_by_it() {
        JobOutcome patched =
                new JobOutcome(1, "test_progs", JobState.FAILED, "It crashed.", tests("newer", UNFIT), List.of());
        JobOutcome base = new JobOutcome(2, "test_progs", JobState.PASSED, "", tests("newer", UNFIT), List.of());
        assertThat(kinds(Verdict.ofSeries(List.of(patched), List.of(base))))
                .containsExactly("test_progs: It crashed. NEW_FAILURE", "newer UNFIT");
    }

    @Test
    void a_test_that_fits_in_the_rerun_is_flaky() {
        assertThat(kinds(Verdict.ofSeries(jobs(confirmed("moody", UNFIT, PASS)), jobs(tests("moody", PASS)))))
                .containsExactly("moody FLAKY");
    }

    private static List<String> kinds(Verdict verdict) {
        return verdict.findings().stream()
                .map(finding -> finding.title() + " " + finding.kind())
                .toList();
    }

    @SafeVarargs
    static List<JobOutcome> jobs(Map<TestKey, Seen>... parts) {
        Map<TestKey, Seen> all = new HashMap<>();
        for (Map<TestKey, Seen> part : parts) {
            all.putAll(part);
        }
        boolean failed = all.entrySet().stream()
                .anyMatch(t -> t.getKey().subtest().isEmpty()
                        && (t.getValue().first().broken() || t.getValue().first() == UNFIT));
        return List.of(new JobOutcome(
                1, "test_progs", failed ? JobState.FAILED : JobState.PASSED, "", all, new ArrayList<>()));
    }

    static Map<TestKey, Seen> tests(Object... namesAndOutcomes) {
        Map<TestKey, Seen> seen = new HashMap<>();
        for (int i = 0; i < namesAndOutcomes.length; i += 2) {
            seen.put(
                    key((String) namesAndOutcomes[i]),
                    new Seen((Outcome) namesAndOutcomes[i + 1], Optional.empty(), Optional.empty()));
        }
        return seen;
    }

    static Map<TestKey, Seen> subtests(String test, Object... namesAndOutcomes) {
        Map<TestKey, Seen> seen = new HashMap<>();
        for (int i = 0; i < namesAndOutcomes.length; i += 2) {
            String name = (String) namesAndOutcomes[i];
            seen.put(
                    new TestKey((test + "/" + name).hashCode(), test, name),
                    new Seen((Outcome) namesAndOutcomes[i + 1], Optional.empty(), Optional.empty()));
        }
        return seen;
    }

    static Map<TestKey, Seen> confirmed(String name, Outcome first, Outcome again) {
        return Map.of(key(name), new Seen(first, Optional.of(again), Optional.empty()));
    }

    private static TestKey key(String name) {
        return new TestKey(name.hashCode(), name, "");
    }
}
