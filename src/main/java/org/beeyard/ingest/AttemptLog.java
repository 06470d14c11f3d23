package org.beeyard.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.beeyard.blob.BlobStore;
import org.beeyard.job.Attempt;
import org.beeyard.job.Attempts;

/** Appends to the log of an attempt. The bytes are in the store before the row that names them. */
@ApplicationScoped
class AttemptLog {

    static final int SEGMENT = 1 << 20;

    private final EntityManager database;
    private final Attempts attempts;
    private final BlobStore blobs;
    private final Clock clock;

    AttemptLog(EntityManager database, Attempts attempts, BlobStore blobs, Clock clock) {
        this.clock = clock;
        this.database = database;
        this.attempts = attempts;
        this.blobs = blobs;
    }

    /** The length of the log afterwards, or what it is when {@code offset} lies beyond; empty for a dead token. */
    Optional<Long> append(String tokenHash, long offset, byte[] bytes) throws IOException {
        Optional<Long> size = QuarkusTransaction.requiringNew()
                .call(() -> attempts.live(tokenHash).map(Attempt::logSize));
        if (size.isEmpty() || offset > size.get() || offset + bytes.length <= size.get()) {
            return size;
        }
        byte[] fresh = Arrays.copyOfRange(bytes, (int) (size.get() - offset), bytes.length);
        BlobStore.Blob blob = blobs.put(out -> out.write(fresh));
        return QuarkusTransaction.requiringNew().call(() -> {
            Optional<Attempt> attempt = attempts.live(tokenHash);
            if (attempt.isPresent() && attempt.get().logSize() == size.get()) {
                database.createNativeQuery(
                                "insert into log_segment (attempt_id, start_offset, length, sha256, arrived_at) values (?1, ?2, ?3, ?4, ?5)")
                        .setParameter(1, attempt.get().id())
                        .setParameter(2, size.get())
                        .setParameter(3, fresh.length)
                        .setParameter(4, blob.sha256())
                        .setParameter(5, clock.instant())
                        .executeUpdate();
                attempt.get().logGrew(fresh.length);
            }
            return attempt.map(Attempt::logSize);
        });
    }
}
