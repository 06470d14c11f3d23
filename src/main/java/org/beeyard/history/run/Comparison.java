package org.beeyard.history.run;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.beeyard.history.TestName;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two runs, the first page or one of the next.
 *
 * @param jobs that did not end alike, or are in one of them only
 * @param counts of all tests and subtests that differ
 * @param broken tests and subtests that fail alike in both
 * @param flaky tests and subtests that are so in both
 * @param a nothing of runs from before tests were counted, or without a job that the other has
 * @param differences some of those that are counted
 */
public record Comparison(
        List<JobPair> jobs,
        Map<Change, Long> counts,
        long broken,
        long flaky,
        @Nullable Totals a,
        @Nullable Totals b,
        List<Difference> differences) {

    public Comparison {
        jobs = List.copyOf(jobs);
        counts = Collections.unmodifiableMap(counts);
        differences = List.copyOf(differences);
    }

    /** Tests and subtests that differ. */
    public long all() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** @param test whether tests are compared in it, or would be if it had come to an end in both */
    public record JobPair(
            String name,
            boolean test,
            @Nullable JobEnd a,
            @Nullable JobEnd b) {}

    public record JobEnd(long job, String state) {}

    /** Tests of a run, subtests not counted, in the jobs that both runs have. */
    public record Totals(long passed, long failed, long skipped, long unfit) {}

    /**
     * A test that differs.
     *
     * @param a what the first run says, nothing when it did not run the test
     */
    public record Difference(
            TestName test,
            String job,
            Change change,
            @Nullable Said a,
            @Nullable Said b) {}

    /**
     * @param again what the rerun in a fresh VM gave
     * @param verdict of the run on it, nothing when it is simply good
     */
    public record Said(
            long job,
            String outcome,
            @Nullable String again,
            @Nullable String verdict) {}
}
