package org.beeyard.history.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list.
 *
 * @param over SUPERSEDED or CLOSED when nobody waits for its series any more, nothing otherwise
 * @param patches of a step of a search: so many of the series' patches
 * @param commit of a step of a search: what is tried in the place of the base
 */
public record RunRow(
        long id,
        String kind,
        String state,
        @Nullable String sentence,
        Instant createdAt,
        @Nullable Instant finishedAt,
        @Nullable String tree,
        @Nullable String baseCommit,
        @Nullable Long series,
        @Nullable String title,
        @Nullable Integer version,
        @Nullable String submitter,
        @Nullable String over,
        @Nullable Integer patches,
        @Nullable String commit) {}
