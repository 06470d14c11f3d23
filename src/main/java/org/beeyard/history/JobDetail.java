package org.beeyard.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job with its attempts, newest first. */
public record JobDetail(
        long id,
        String name,
        String state,
        @Nullable String sentence,
        long run,
        @Nullable Long series,
        @Nullable String title,
        List<AttemptRow> attempts,
        List<RunDetail.FindingRow> findings) {

    public record AttemptRow(
            long id,
            int number,
            String purpose,
            String state,
            @Nullable String reason,
            @Nullable String sentence,
            Instant createdAt,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String host,
            @Nullable String accelerator,
            @Nullable String step,
            int done,
            int expected,
            long logSize,
            long logDropped,
            @Nullable Long cpuMillis,
            List<ArtifactRow> artifacts) {}

    public record ArtifactRow(String name, String sha256, long size) {}
}
