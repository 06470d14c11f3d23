package org.beeyard.history.run;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.beeyard.history.Rate;
import org.beeyard.history.TestName;
import org.beeyard.history.program.Compared;
import org.beeyard.history.program.ProgramCounts;
import org.beeyard.plan.Suites;
import org.jspecify.annotations.Nullable;

/**
 * A run with its jobs and what it found.
 *
 * @param kernel that a part of a kernel is built and tested with
 * @param baseRun with which a series' is compared
 * @param findings the worst ones
 * @param moreFindings that are not among these
 * @param warnings of its builds that the base's builds have not
 * @param path the jobs that made the time until the verdict
 * @param programs that are not as on the base, as far as it is known
 * @param goneUntil what the verifier did for programs in runs that were judged before that day, as this one was, was thrown away
 * @param retestOf whose jobs stand for those that are not run again
 * @param artifactsGoneAt when what its attempts left was thrown away
 * @param secondsLeft until it will be over, as of now and as {@link Eta} finds; nothing when that is not known, or it is
 */
public record RunDetail(
        RunRow run,
        @Nullable Long baseRun,
        @Nullable Ci ci,
        @Nullable Kernel kernel,
        @Nullable Search search,
        List<JobRow> jobs,
        List<FindingRow> findings,
        long moreFindings,
        List<FreshWarnings.Row> warnings,
        List<CriticalPath.Step> path,
        ProgramCounts programs,
        @Nullable LocalDate goneUntil,
        @Nullable Long retestOf,
        @Nullable Unruled unruled,
        @Nullable Long secondsLeft,
        @Nullable Pin pin,
        @Nullable Instant artifactsGoneAt) {

    /** Why retention leaves its logs and artifacts alone. */
    public record Pin(Instant at, String by) {}

    /** The verdict without people's rules, where they made another of it. */
    public record Unruled(String state, String sentence) {}

    /** @param run its base's newest */
    public record Kernel(
            String tree, String commit, @Nullable Long run) {}

    /** The CI configuration laid over the base, and those of its patches that do not apply. */
    public record Ci(String commit, List<String> skipped) {}

    /**
     * The search for the patch that brings the new failures, or for the first bad of the commits between two bases.
     *
     * @param state RUNNING, FOUND or GIVEN_UP
     * @param at so many patches are being tried, or were last
     * @param goodCommit the newest known to be good, between two bases
     * @param commit that is being tried, or was last, between two bases
     */
    public record Search(
            String state,
            @Nullable String sentence,
            int good,
            int bad,
            @Nullable Integer at,
            @Nullable Long run,
            String job,
            @Nullable String goodCommit,
            @Nullable String commit) {}

    /** That may be retested by themselves, in names of the API. */
    public List<String> suites() {
        return distinct(job -> job.place().row());
    }

    public List<String> archs() {
        return distinct(job -> job.place().arch());
    }

    private List<String> distinct(Function<JobRow, String> of) {
        return jobs.stream().map(of).distinct().sorted().toList();
    }

    /** Whether it has what {@code programs} are of. */
    public boolean compares() {
        return baseRun != null
                && jobs.stream().anyMatch(job -> Suites.compares(job.place().suite()));
    }

    public boolean finished() {
        return run.finishedAt() != null;
    }

    /** @param suite empty for a build */
    public record Place(String suite, String arch, String compiler, String pool) {

        /** Of the page's matrix. */
        public String column() {
            return arch + " " + compiler;
        }

        public String row() {
            return suite.isEmpty() ? "build" : suite;
        }
    }

    public RunMatrix matrix() {
        return RunMatrix.of(jobs);
    }

    /**
     * @param look its state as the verdict has it: one that failed by what the patch is not to blame for is a WARNING
     * @param startedAt when its first attempt began
     * @param finishedAt when its last attempt ended, nothing while one goes on
     * @param step what the newest attempt is at
     * @param done units of it finished
     * @param expected units of it, 0 when unknown
     * @param cpuMillis of all its attempts
     * @param again how many of those that passed did so at the second try only
     * @param blocking whether what it finds counts in the verdict
     * @param compared nothing of jobs that are not veristat's, or have not come to an end
     */
    public record JobRow(
            long id,
            String name,
            String kind,
            String state,
            String look,
            Instant since,
            @Nullable String sentence,
            @Nullable Long attempt,
            int attempts,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String step,
            int done,
            int expected,
            @Nullable String accelerator,
            @Nullable Long cpuMillis,
            int passed,
            int failed,
            int skipped,
            int unfit,
            int again,
            Place place,
            boolean blocking,
            @Nullable Compared compared) {

        public int percent() {
            return expected <= 0 ? 0 : Math.min(100, done * 100 / expected);
        }
    }

    /**
     * @param known what the test did on this tree of late, nothing when the finding is of a whole job
     * @param rule by which it is known, nothing without one
     * @param rawVerdict the verdict without that rule
     * @param since when the tree itself fails the test, nothing when its newest base does not
     * @param attempt that left what runs the test again elsewhere, nothing when none did
     * @param splat its fingerprint, nothing of what is none
     */
    public record FindingRow(
            String verdict,
            long job,
            String jobName,
            String title,
            boolean subtest,
            @Nullable String base,
            @Nullable String patched,
            @Nullable String detail,
            @Nullable String why,
            long id,
            @Nullable TestName test,
            @Nullable Known known,
            @Nullable Long rule,
            @Nullable String rawVerdict,
            @Nullable Since since,
            @Nullable Long attempt,
            @Nullable String splat) {}

    /** The first base of those in a row that fail a test. */
    public record Since(long run, String commit, Instant at) {}

    /**
     * A test on a tree in the last 30 days, in all variants.
     *
     * @param flaky of the times that it ran
     * @param patched of the times that it ran with a series: so often did it fail
     */
    public record Known(Rate flaky, Rate patched) {}
}
