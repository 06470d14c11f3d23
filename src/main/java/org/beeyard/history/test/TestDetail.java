package org.beeyard.history.test;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.beeyard.history.Rate;
import org.beeyard.history.Variant;
import org.beeyard.history.program.ProgramTrend;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a test.
 *
 * @param subtest empty for the test itself
 * @param days of the window that lines, rates and subtests are of
 * @param programs what the verifier did over bases, when the test is a program that veristat looks at
 * @param subtests those that have not always passed, the worst first
 * @param moreSubtests that are not among these
 * @param failures the newest
 * @param countedSince runs of the window from before that day are in none of these but {@code failures}; nothing when all are
 */
public record TestDetail(
        String suite,
        String test,
        String subtest,
        int days,
        List<Line> lines,
        List<ProgramTrend> programs,
        List<SubtestRow> subtests,
        boolean moreSubtests,
        List<FailureRow> failures,
        @Nullable LocalDate countedSince) {

    /** Of what appears when one points at a day. */
    private static final int HOVER = 400;

    public String name() {
        return subtest.isEmpty() ? test : test + "/" + subtest;
    }

    /** What it said when it failed in a job that is among the newest failures, for the words of a day; empty otherwise. */
    public String whyOf(Long job) {
        return failures.stream()
                .filter(failure -> failure.job() == job)
                .map(failure -> failure.why() == null ? failure.detail() : failure.why())
                .filter(Objects::nonNull)
                .findFirst()
                .map(words -> "\n" + words.substring(0, Math.min(words.length(), HOVER)))
                .orElse("");
    }

    /**
     * A test in one variant on one tree.
     *
     * @param standing nothing when no base has run it
     * @param days one for each day of the window, the oldest first
     * @param flaky of the times that it ran
     * @param broken of the times that it ran on bases alone
     */
    public record Line(
            String tree,
            Variant variant,
            @Nullable Standing standing,
            List<Day> days,
            Rate flaky,
            Rate broken,
            Rate patchedBroken,
            @Nullable Long meanMillis) {}

    /**
     * How it stands on the newest base that ran it.
     *
     * @param runs bases in a row on which it stood so
     * @param beforeCommit the last on which it stood otherwise, nothing when it never did
     * @param beforeOutcome what it gave there, nothing when that is not known any more
     * @param absent the newest base has run without it
     * @param search what became of the search for the first bad commit, nothing without one or while it goes on
     * @param searchedBy the run that made it begin, nothing without one
     */
    public record Standing(
            String outcome,
            int runs,
            Instant since,
            long sinceRun,
            String sinceCommit,
            @Nullable String beforeCommit,
            @Nullable String beforeOutcome,
            long run,
            String commit,
            boolean absent,
            @Nullable String search,
            @Nullable Long searchedBy) {}

    /**
     * The worst of a day.
     *
     * @param state FAIL on a base, FLAKY, NEW_FAILURE with a series only, PASS, UNFIT, SKIP, or NONE when it did not run
     * @param job of the newest attempt in which it did not pass
     * @param meanMillis that it took, with series too; nothing when that is not known
     */
    public record Day(
            LocalDate day,
            String state,
            String words,
            @Nullable Long job,
            @Nullable Long meanMillis) {}

    public record SubtestRow(String subtest, long fail, long flaky, long patchedFail) {}

    public record FailureRow(
            String verdict,
            long run,
            @Nullable Long series,
            @Nullable String title,
            String tree,
            String commit,
            long job,
            String jobName,
            long id,
            @Nullable String detail,
            @Nullable String why,
            Instant at) {}
}
