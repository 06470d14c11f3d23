package org.beeyard.ingest;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.beeyard.job.Attempts;
import org.beeyard.series.LimitConfig;

/**
 * The blobs that a running attempt has said it will leave. Only these are taken, so many of them, and so large together:
 * strangers' programs in its pod may know its token.
 */
@ApplicationScoped
class Announcements {

    static final int MOST = 100;

    private final EntityManager database;
    private final Attempts attempts;
    private final LimitConfig limits;

    Announcements(EntityManager database, Attempts attempts, LimitConfig limits) {
        this.database = database;
        this.attempts = attempts;
        this.limits = limits;
    }

    /** Now and again; refused with what is to be answered. */
    void announce(String tokenHash, String sha256, long size) {
        QuarkusTransaction.requiringNew().run(() -> {
            long attempt =
                    attempts.live(tokenHash).orElseThrow(AttemptResource::gone).id();
            Optional<Long> known = size(attempt, sha256);
            if (known.isEmpty()) {
                beyond(attempt, size).ifPresent(why -> {
                    throw AttemptResource.refused(413, why);
                });
                database.createNativeQuery("insert into announced_blob (attempt_id, sha256, size) values (?1, ?2, ?3)")
                        .setParameter(1, attempt)
                        .setParameter(2, sha256)
                        .setParameter(3, size)
                        .executeUpdate();
            } else if (known.get() != size) {
                throw AttemptResource.refused(409, "The blob was announced with " + known.get() + " bytes.");
            }
        });
    }

    /** Why one more is too much, a sentence. */
    private Optional<String> beyond(long attempt, long size) {
        Object[] all = (Object[]) database.createNativeQuery(
                        "select count(*), cast(coalesce(sum(size), 0) as bigint) from announced_blob where attempt_id = ?1")
                .setParameter(1, attempt)
                .getSingleResult();
        if (((Number) all[0]).intValue() >= MOST) {
            return Optional.of("An attempt leaves at most " + MOST + " blobs.");
        }
        return ((Number) all[1]).longValue() + size > limits.artifacts().bytes()
                ? Optional.of("What an attempt leaves is at most " + limits.artifacts() + ".")
                : Optional.empty();
    }

    /** Of a blob that was announced, with a token that is alive. */
    Optional<Long> size(String tokenHash, String sha256) {
        return QuarkusTransaction.requiringNew()
                .call(() -> attempts.live(tokenHash).flatMap(attempt -> size(attempt.id(), sha256)));
    }

    private Optional<Long> size(long attempt, String sha256) {
        List<?> rows = database.createNativeQuery(
                        "select size from announced_blob where attempt_id = ?1 and sha256 = ?2")
                .setParameter(1, attempt)
                .setParameter(2, sha256)
                .getResultList();
        return rows.stream().findFirst().map(size -> ((Number) size).longValue());
    }

    /** Of attempts that ended otherwise than by their agent's last word. */
    @Scheduled(every = "1h", identity = "announcements")
    void forgetEnded() {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(
                                "delete from announced_blob b using attempt a where a.id = b.attempt_id and a.finished_at is not null")
                        .executeUpdate());
    }

    /** The attempt says no more. In the caller's transaction. */
    void forget(long attempt) {
        database.createNativeQuery("delete from announced_blob where attempt_id = ?1")
                .setParameter(1, attempt)
                .executeUpdate();
    }
}
