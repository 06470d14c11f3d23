package org.beeyard.history.outside;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a series was posted, where it is mirrored, and what is said of it there. */
public record SeriesPublications(
        List<PostingRow> postings, List<Mirrored.PullRow> mirrors, List<PublicationRow> publications) {

    /** @param id the other side's */
    public record PostingRow(
            String source, long id, @Nullable String url) {}

    /**
     * @param patch of the series, when it is said of one
     * @param state PENDING, SUCCESS, WARNING or FAIL
     * @param status WAITING, SENT, WITHHELD, DEAD or DROPPED
     */
    public record PublicationRow(
            long id,
            String destination,
            String source,
            String object,
            @Nullable Integer patch,
            String context,
            String state,
            String description,
            String status,
            int tries,
            Instant notBefore,
            @Nullable Instant sentAt,
            @Nullable String error,
            long series,
            String title) {}
}
