package org.beeyard.log;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.beeyard.blob.BlobStore;
import org.jspecify.annotations.Nullable;

/** Reads logs of attempts, in ranges of bytes. */
@ApplicationScoped
public class Logs {

    private final EntityManager database;
    private final BlobStore blobs;

    Logs(EntityManager database, BlobStore blobs) {
        this.database = database;
        this.blobs = blobs;
    }

    /**
     * @param ended whether it can grow no more
     * @param gone when it was thrown away; then it is empty
     */
    public record Extent(long size, boolean ended, @Nullable Gone gone) {}

    /** The length so far; empty for an attempt that is not known. */
    public OptionalLong size(long attempt) {
        return extent(attempt).map(it -> OptionalLong.of(it.size())).orElseGet(OptionalLong::empty);
    }

    public Optional<Extent> extent(long attempt) {
        List<?> rows = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "select log_size, finished_at, log_gone_at from attempt where id = ?1", Object[].class)
                        .setParameter(1, attempt)
                        .getResultList());
        return rows.stream()
                .map(row -> (Object[]) row)
                .map(r -> {
                    Gone gone = gone((Instant) r[2], (Number) r[0], (Instant) r[1]);
                    return new Extent(gone == null ? ((Number) r[0]).longValue() : 0, r[1] != null, gone);
                })
                .findFirst();
    }

    static @Nullable Gone gone(@Nullable Instant at, Number size, @Nullable Instant ended) {
        return at == null || ended == null
                ? null
                : new Gone(at, size.longValue(), Duration.between(ended, at).toDays());
    }

    public void write(long attempt, long from, long length, OutputStream to) throws IOException {
        try (InputStream in = open(attempt, from, length)) {
            in.transferTo(to);
        }
    }

    /** Those of the range's bytes that are there. One segment is open at a time. */
    public InputStream open(long attempt, long from, long length) {
        long to = from + length;
        List<?> rows = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "select start_offset, length, sha256 from log_segment where attempt_id = ?1 and start_offset < ?2 and start_offset + length > ?3 order by start_offset",
                                Object[].class)
                        .setParameter(1, attempt)
                        .setParameter(2, to)
                        .setParameter(3, from)
                        .getResultList());
        List<Segments.Part> parts =
                rows.stream().map(row -> part((Object[]) row, from, to)).toList();
        return new Segments(
                parts,
                sha256 -> blobs.open(sha256)
                        .orElseThrow(() -> new IOException("a piece of the log of attempt " + attempt + " is lost")));
    }

    private static Segments.Part part(Object[] row, long from, long to) {
        long start = ((Number) row[0]).longValue();
        long skip = Math.max(0, from - start);
        return new Segments.Part((String) row[2], skip, Math.min(((Number) row[1]).longValue(), to - start) - skip);
    }
}
