package org.beeyard.history.outside;

import java.time.Instant;
import java.util.List;
import org.beeyard.history.outside.SeriesPublications.PublicationRow;
import org.beeyard.retention.Disk;
import org.jspecify.annotations.Nullable;

/**
 * How the farm's ways to others are, and its own house.
 *
 * @param room where blobs are kept
 * @param trouble publications that need a person, or keep failing, the newest first
 * @param moreTrouble that is not among these
 */
public record FarmDetail(
        List<SourceRow> sources,
        List<RepositoryRow> repositories,
        List<Mirrored.MirrorRow> mirrors,
        List<PublicationRow> trouble,
        boolean moreTrouble,
        List<KeepingRow> keeping,
        Disk.Room room) {

    /**
     * What is thrown away when it is old.
     *
     * @param beganAt the last round, or the one that goes on
     * @param endedAt nothing while it goes on
     * @param removed in that round
     * @param freed bytes, likewise
     */
    public record KeepingRow(
            String work,
            Instant beganAt,
            @Nullable Instant endedAt,
            long removed,
            long freed,
            long allRemoved,
            long allFreed,
            @Nullable String error,
            @Nullable Instant failingSince) {}

    /**
     * A repository on GitHub.
     *
     * @param askedAt when all was looked at last
     * @param succeededAt when that was done without a fault
     * @param requests that it cost
     * @param remark what the farm would do and may not, a sentence or two
     * @param told when GitHub told something last
     * @param waiting pull requests that are not tested, the newest first
     * @param moreWaiting that are not among these
     * @param ignored branches of which nothing can be tested
     * @param moreIgnored that are not among these
     */
    public record RepositoryRow(
            String name,
            @Nullable String url,
            @Nullable Instant askedAt,
            @Nullable Instant succeededAt,
            int requests,
            @Nullable String error,
            @Nullable Instant failingSince,
            @Nullable String remark,
            @Nullable Instant told,
            List<PullRow> waiting,
            boolean moreWaiting,
            List<BranchRow> ignored,
            boolean moreIgnored) {}

    public record BranchRow(String name, @Nullable String url, String reason) {}

    /** @param series that waits to be approved; none when the pull request is ignored */
    public record PullRow(
            int number,
            String title,
            String author,
            @Nullable String url,
            @Nullable String reason,
            @Nullable Long series) {}

    /**
     * @param askedAt when the last cycle began
     * @param succeededAt when the last one without a fault ended
     * @param requests of the last cycle
     * @param newest the newest event seen, by the server's clock
     * @param waiting series that are not taken in, the newest first
     * @param moreWaiting that are not among these
     * @param lost series that were given up, the last one first
     * @param moreLost that are not among these
     */
    public record SourceRow(
            String name,
            @Nullable Instant askedAt,
            @Nullable Instant succeededAt,
            @Nullable Instant scannedAt,
            int requests,
            @Nullable String error,
            @Nullable Instant failingSince,
            @Nullable Instant newest,
            List<WaitingRow> waiting,
            boolean moreWaiting,
            List<LostRow> lost,
            boolean moreLost) {}

    /** A series that the server has told of and that is not taken in, not yet or not whole. */
    public record WaitingRow(
            long id,
            String state,
            @Nullable String name,
            @Nullable String url,
            @Nullable String reason,
            int tries) {}
    /**
     * A series that was asked for in vain for more than a day, and is not asked for any more unless it is seen once more.
     *
     * @param name nothing when the server never showed it
     * @param at when it was given up
     */
    public record LostRow(
            long id,
            @Nullable String name,
            @Nullable String url,
            @Nullable String reason,
            Instant at) {}
}
