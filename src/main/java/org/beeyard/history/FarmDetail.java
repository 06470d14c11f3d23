package org.beeyard.history;

import java.time.Instant;
import java.util.List;
import org.beeyard.history.SeriesPublications.PublicationRow;
import org.jspecify.annotations.Nullable;

/**
 * How the farm's ways to others are.
 *
 * @param trouble publications that need a person, or keep failing
 */
public record FarmDetail(List<SourceRow> sources, List<PublicationRow> trouble) {

    /**
     * @param askedAt when the last cycle began
     * @param succeededAt when the last one without a fault ended
     * @param requests of the last cycle
     * @param newest the newest event seen, by the server's clock
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
            List<WaitingRow> waiting) {}

    /** A series that the server has told of and that is not taken in, not yet or not whole. */
    public record WaitingRow(
            long id,
            String state,
            @Nullable String name,
            @Nullable String url,
            @Nullable String reason,
            int tries) {}
}
