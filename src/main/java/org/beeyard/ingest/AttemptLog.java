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
import org.beeyard.series.LimitConfig;

/** Appends to the log of an attempt. The bytes are in the store before the row that names them. */
@ApplicationScoped
class AttemptLog {

    static final int SEGMENT = 1 << 20;

    /** A piece of which the farm was killed while it stored it comes again. */
    private static final int AGAIN = 2;

    private final EntityManager database;
    private final Attempts attempts;
    private final BlobStore blobs;
    private final LimitConfig limits;
    private final Clock clock;

    AttemptLog(EntityManager database, Attempts attempts, BlobStore blobs, LimitConfig limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.database = database;
        this.attempts = attempts;
        this.blobs = blobs;
    }

    /** An agent keeps to the limit; who does not is something else that knows its token. */
    static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * The length of the log afterwards, or what it is when {@code offset} lies beyond; empty for a dead token.
     *
     * @throws Full when it would be longer than logs are
     */
    Optional<Long> append(String tokenHash, long offset, byte[] bytes) throws IOException {
        long end = offset + bytes.length;
        Optional<Long> size = QuarkusTransaction.requiringNew()
                .call(() -> attempts.live(tokenHash).map(attempt -> begun(attempt, offset, end)));
        if (size.isEmpty() || offset > size.get() || end <= size.get()) {
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

    /** How long it is now. Of pieces that come at once one wins, and all are stored: so they are counted before. */
    private long begun(Attempt attempt, long offset, long end) {
        long size = attempt.logSize();
        if (offset <= size && end > size) {
            long most = limits.log().bytes();
            if (end > most || attempt.logSent() + end - size > AGAIN * most) {
                throw new Full();
            }
            attempt.logComes(end - size);
        }
        return size;
    }
}
