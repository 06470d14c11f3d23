package org.beeyard.check;

import java.util.List;
import java.util.Optional;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.beeyard.series.SeriesState;

/** All that is known of a series, as far as others are told. */
public record Standing(
        long series, String title, int version, String submitter, Optional<String> tree, Progress progress) {

    public sealed interface Progress {

        /** Nothing is to be said yet. */
        record Unknown() implements Progress {}

        /** A member has to approve it first. */
        record Held() implements Progress {}

        /**
         * It is in CONFLICT, REJECTED or ALREADY_APPLIED.
         *
         * @param farmsFault whether the farm, and not the series, is to blame
         */
        record NotRun(SeriesState state, String problem, boolean farmsFault) implements Progress {}

        record Running(long run, List<Job> jobs) implements Progress {
            public Running {
                jobs = List.copyOf(jobs);
            }
        }

        /**
         * @param culprit the patch that brings the new failures, when it has been found
         * @param searching whether it is being looked for
         */
        record Judged(
                long run, RunState state, String sentence, List<Job> jobs, Optional<Integer> culprit, boolean searching)
                implements Progress {
            public Judged {
                jobs = List.copyOf(jobs);
            }
        }

        /** Nobody waits for it any more; the words are a clause. */
        record Dropped(String why) implements Progress {}
    }

    /**
     * @param suite empty for a build
     * @param fresh new failures, and tests that are missing
     * @param grown programs beyond what the tree allows
     * @param unfit tests that do not fit the kernel, on the base as little as with the series
     * @param tests that ran, subtests not counted
     * @param base how the base's job of the same name stands
     * @param first the finding that explains most
     */
    public record Job(
            long id,
            String name,
            String arch,
            String compiler,
            Optional<String> suite,
            JobState state,
            String sentence,
            int fresh,
            int flaky,
            int known,
            int grown,
            int unfit,
            int tests,
            Optional<JobState> base,
            Optional<Long> first) {}
}
