package org.beeyard.history;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalLong;
import org.beeyard.blob.BlobStore;

/** Reads logs of attempts, in ranges. */
@ApplicationScoped
public class Logs {

    private final EntityManager database;
    private final BlobStore blobs;

    Logs(EntityManager database, BlobStore blobs) {
        this.database = database;
        this.blobs = blobs;
    }

    /** The length so far; empty for an attempt that is not known. */
    public OptionalLong size(long attempt) {
        List<?> sizes = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery("select log_size from attempt where id = ?1")
                        .setParameter(1, attempt)
                        .getResultList());
        return sizes.isEmpty() ? OptionalLong.empty() : OptionalLong.of(((Number) sizes.getFirst()).longValue());
    }

    public void write(long attempt, long from, long length, OutputStream to) throws IOException {
        List<?> segments = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "select start_offset, length, sha256 from log_segment where attempt_id = ?1 and start_offset < ?2 and start_offset + length > ?3 order by start_offset",
                                Object[].class)
                        .setParameter(1, attempt)
                        .setParameter(2, from + length)
                        .setParameter(3, from)
                        .getResultList());
        for (Object row : segments) {
            Object[] segment = (Object[]) row;
            long start = ((Number) segment[0]).longValue();
            long skip = Math.max(0, from - start);
            long most = Math.min(((Number) segment[1]).longValue(), from + length - start) - skip;
            try (InputStream in = blobs.open((String) segment[2])
                    .orElseThrow(() -> new IOException("a piece of the log of attempt " + attempt + " is lost"))) {
                in.skipNBytes(skip);
                to.write(in.readNBytes((int) most));
            }
        }
    }
}
