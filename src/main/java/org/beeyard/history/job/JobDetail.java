package org.beeyard.history.job;

import java.time.Instant;
import java.util.List;
import org.beeyard.history.program.Compared;
import org.beeyard.history.run.RunDetail;
import org.beeyard.plan.Suites;
import org.jspecify.annotations.Nullable;

/**
 * A job with its attempts, newest first.
 *
 * @param look its state as the verdict has it: one that failed by what the patch is not to blame for is a WARNING
 * @param findings the worst ones
 * @param moreFindings that are not among these
 * @param compared nothing of jobs that are not veristat's, or have not come to an end
 */
public record JobDetail(
        long id,
        String name,
        String state,
        String look,
        @Nullable String sentence,
        long run,
        @Nullable Long series,
        @Nullable String title,
        List<AttemptRow> attempts,
        List<RunDetail.FindingRow> findings,
        long moreFindings,
        List<ListsRow> lists,
        List<EventRow> events,
        @Nullable Compared compared) {

    /** Whether it says what differs between two kernels. */
    public boolean compares() {
        return Suites.compares(name);
    }

    /** Whether nothing has to be explained: of what does not fit the kernel, or is refused on the base too, nothing has. */
    public boolean good() {
        return judged().equals("PASSED");
    }

    /** Whether what it failed by is nothing new. */
    public boolean blameless() {
        return judged().equals("WARNING");
    }

    private String judged() {
        return compared == null ? look : compared.look();
    }

    /** @param shard which part of the suite it runs, of {@code shards} */
    public record AttemptRow(
            long id,
            int number,
            String purpose,
            int shard,
            int shards,
            String state,
            @Nullable String reason,
            @Nullable String sentence,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant runningAt,
            @Nullable Instant finishedAt,
            @Nullable String host,
            @Nullable String accelerator,
            @Nullable String step,
            int done,
            int expected,
            long logSize,
            @Nullable Instant logGoneAt,
            long logDropped,
            @Nullable Long cpuMillis,
            List<ArtifactRow> artifacts) {}

    /**
     * Which tests an attempt was to run and to leave out.
     *
     * @param allow empty for all
     * @param sources the lists of which these were made
     */
    public record ListsRow(int attempt, List<String> allow, List<String> deny, List<String> sources) {

        public ListsRow {
            allow = List.copyOf(allow);
            deny = List.copyOf(deny);
            sources = List.copyOf(sources);
        }
    }

    public record ArtifactRow(long id, String name, String sha256, long size) {}

    /** What was decided about it. */
    public record EventRow(Instant at, String what) {}
}
