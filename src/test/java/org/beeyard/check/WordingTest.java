package org.beeyard.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.beeyard.check.Standing.Job;
import org.beeyard.check.Standing.Progress;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.beeyard.series.SeriesState;
import org.junit.jupiter.api.Test;

class WordingTest {

    @Test
    void counts_what_is_new_flaky_and_known() {
        assertThat(said(judged(RunState.FAILED, "2 new failures.", tests(JobState.FAILED, 2, 1, 3), Optional.empty())))
                .containsExactly(
                        "FAIL 2 new failures, 1 flaky, 3 known of 412 (base ok) /runs/7#f99",
                        "FAIL 2 new failures. /runs/7#f99");
    }

    @Test
    void warns_of_what_is_not_new() {
        assertThat(said(judged(RunState.WARNING, "1 known.", tests(JobState.FAILED, 0, 0, 1), Optional.empty())))
                .containsExactly("WARNING 1 known of 412 (base ok) /runs/7#f99", "WARNING 1 known. /runs/7");
    }

    @Test
    void what_does_not_fit_the_kernel_is_counted_and_is_no_reason_to_warn() {
        Job job = new Job(
                1,
                "test_progs x86_64 gcc",
                "x86_64",
                "gcc",
                Optional.of("test_progs"),
                JobState.PASSED,
                "It says why.",
                0,
                0,
                0,
                0,
                3,
                412,
                Optional.of(JobState.PASSED),
                Optional.empty());
        assertThat(said(judged(RunState.PASSED, "No failures.", job, Optional.empty())))
                .containsExactly(
                        "SUCCESS No failures, 3 unfit of 412 (base ok) /runs/7", "SUCCESS No failures. /runs/7");
    }

    @Test
    void warns_of_programs_that_grow_beyond_what_the_tree_allows() {
        assertThat(said(judged(
                        RunState.WARNING, "2 grown programs.", tests(JobState.PASSED, 0, 0, 0, 2), Optional.empty())))
                .containsExactly("WARNING 2 grown of 412 (base ok) /runs/7#f99", "WARNING 2 grown programs. /runs/7");
    }

    @Test
    void warns_of_the_farms_own_faults_in_their_words() {
        assertThat(said(judged(
                        RunState.ERROR, "1 infrastructure error.", tests(JobState.ERROR, 0, 0, 0), Optional.empty())))
                .containsExactly("WARNING It says why. /runs/7#f99", "WARNING 1 infrastructure error. /runs/7");
    }

    @Test
    void warns_in_their_words_of_jobs_that_fail_and_have_no_say() {
        assertThat(said(judged(RunState.PASSED, "1 advisory.", tests(JobState.FAILED, 0, 0, 0), Optional.empty())))
                .containsExactly("WARNING It says why. /runs/7#f99", "SUCCESS 1 advisory. /runs/7");
    }

    @Test
    void blames_one_patch_and_warns_on_the_others() {
        List<Check> checks = checks(judged(
                RunState.FAILED, "Patch 2 (bpf: This) is to blame.", tests(JobState.FAILED, 2, 0, 0), Optional.of(2)));
        assertThat(checks.stream().map(check -> words(check.on(2))))
                .containsExactly(
                        "FAIL 2 new failures of 412 (base ok) /runs/7#f99",
                        "FAIL Patch 2 (bpf: This) is to blame. /runs/7#f99");
        assertThat(checks.stream().map(check -> words(check.on(1))))
                .containsExactly(
                        "WARNING Patch 2 is to blame: 2 new failures of 412 (base ok) /runs/7#f99",
                        "WARNING Patch 2 (bpf: This) is to blame. /runs/7#f99");
    }

    @Test
    void says_in_the_summary_that_nothing_could_be_run() {
        assertThat(said(new Progress.NotRun(SeriesState.CONFLICT, "It does not apply.", false)))
                .containsExactly("FAIL It does not apply. /series/4");
        assertThat(said(new Progress.NotRun(SeriesState.REJECTED, "It is refused.", false)))
                .containsExactly("FAIL It is refused. /series/4");
        assertThat(said(new Progress.NotRun(SeriesState.ALREADY_APPLIED, "It is in.", false)))
                .containsExactly("SUCCESS It is in. /series/4");
    }

    @Test
    void warns_where_the_farm_could_run_nothing() {
        assertThat(said(new Progress.NotRun(SeriesState.REJECTED, "No pool builds for s390x.", true)))
                .containsExactly("WARNING No pool builds for s390x. /series/4");
    }

    @Test
    void says_why_nobody_will_end_what_is_pending() {
        assertThat(Wording.dropped("It is accepted on bpf@pw.example."))
                .isEqualTo("Not tested to the end: it is accepted on bpf@pw.example.");
        assertThat(Wording.dropped("a newer version has come"))
                .isEqualTo("Not tested to the end: a newer version has come.");
    }

    @Test
    void fits_a_description_into_what_others_take() {
        Check check = new Check(
                new Check.Subject.Summary(), CheckState.FAIL, "a\n b\t" + "x".repeat(300), Optional.empty(), "/");
        assertThat(check.description()).hasSize(255).startsWith("a b x").endsWith("x…");
    }

    private static Progress judged(RunState state, String sentence, Job job, Optional<Integer> culprit) {
        return new Progress.Judged(7, state, sentence, List.of(job), culprit, false);
    }

    private static Job tests(JobState state, int fresh, int flaky, int known) {
        return tests(state, fresh, flaky, known, 0);
    }

    private static Job tests(JobState state, int fresh, int flaky, int known, int grown) {
        return new Job(
                1,
                "test_progs x86_64 gcc",
                "x86_64",
                "gcc",
                Optional.of("test_progs"),
                state,
                "It says why.",
                fresh,
                flaky,
                known,
                grown,
                0,
                412,
                Optional.of(JobState.PASSED),
                Optional.of(99L));
    }

    private static List<Check> checks(Progress progress) {
        return Wording.checks(new Standing(4, "bpf: This", 1, "A <a@example.org>", Optional.of("bpf-next"), progress));
    }

    private static List<String> said(Progress progress) {
        return checks(progress).stream().map(WordingTest::words).toList();
    }

    private static String words(Check check) {
        return check.state() + " " + check.description() + " " + check.path();
    }
}
