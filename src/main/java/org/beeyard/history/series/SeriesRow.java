package org.beeyard.history.series;

import java.time.Instant;
import java.util.List;
import org.beeyard.history.program.ProgramCounts;
import org.beeyard.history.run.RunDetail;
import org.beeyard.history.run.RunRow;
import org.jspecify.annotations.Nullable;

/**
 * A series with its patches and runs.
 *
 * @param successor the version that has taken its place, nothing as long as none has
 * @param farmsFault whether it is REJECTED because the farm cannot test it, whatever it is
 * @param speaking the run that speaks for it: its newest, and nothing while it is looked at again from the start, or did not get as far as a run then
 * @param parts runs of its first patches alone, which looked for the one to blame
 * @param findings of the newest run, the worst hundred
 * @param moreFindings that are not among these
 * @param programs of the newest run that are not as on its base
 * @param secondsLeft until the newest run will be over, as {@link Eta} finds; nothing when that is not known, or it is
 */
public record SeriesRow(
        long id,
        String title,
        int version,
        String submitter,
        Instant receivedAt,
        String state,
        @Nullable Successor successor,
        @Nullable String problem,
        boolean farmsFault,
        @Nullable String tree,
        @Nullable String baseCommit,
        @Nullable String treeReason,
        List<String> ciSkipped,
        List<PatchRow> patches,
        List<ConflictRow> conflicts,
        List<RunRow> runs,
        @Nullable Long speaking,
        List<RunRow> parts,
        List<RunDetail.FindingRow> findings,
        long moreFindings,
        ProgramCounts programs,
        List<VersionRow> versions,
        @Nullable Long secondsLeft) {

    /** Whether nobody waits for it any more, whatever its run found. */
    public boolean over() {
        return state.equals("SUPERSEDED") || state.equals("CLOSED");
    }

    public record Successor(long id, int version) {}

    public record PatchRow(
            int position,
            String subject,
            String author,
            @Nullable String commit) {}

    public record ConflictRow(int position, String path, List<Integer> hunks, String text) {}

    /**
     * A version of the change, the newest first.
     *
     * @param state of the run that speaks for it, or its own when none does, and when that was cancelled because nobody waits for the version
     * @param run that speaks for it
     * @param before the newest run of the version before it, to compare with
     */
    public record VersionRow(
            long id,
            int version,
            Instant receivedAt,
            String state,
            @Nullable String sentence,
            @Nullable Long run,
            @Nullable Long before) {}
}
