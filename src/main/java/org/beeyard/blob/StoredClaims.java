package org.beeyard.blob;

import static io.quarkus.narayana.jta.QuarkusTransaction.requiringNew;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Claims in the database, where the sweep and whoever stores a blob meet. A claim is committed before it is looked whether the
 * blob is there, and the sweep takes the row, on which both wait, before it removes one. So a blob that somebody counts on has
 * a fresh claim, which the sweep sees, or is gone before he looks, and is stored again.
 */
@ApplicationScoped
class StoredClaims implements Claims {

    /** What names a blob. Who adds a column that does adds it here, with its index. */
    static final List<String> NAMING = List.of(
            "artifact.sha256",
            "base.ci_blob",
            "base.delta_blob",
            "base.source_blob",
            "log_segment.sha256",
            "run.delta_blob",
            "series.delta_blob");

    private static final String TAKE = """
            insert into blob_claim as c (sha256, at, going)
            select b.sha256, ?2, true from unnest(?1) as b (sha256) where %s order by 1
                on conflict (sha256) do update set going = true, at = excluded.at where c.at < ?3 and not c.going
            returning sha256
            """.formatted(unnamed());

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int OLD = 5000;

    private final EntityManager database;
    private final Clock clock;

    StoredClaims(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static String unnamed() {
        return String.join(
                " and ",
                NAMING.stream()
                        .map(column -> "not exists (select 1 from " + column.substring(0, column.indexOf('.'))
                                + " n where n" + column.substring(column.indexOf('.')) + " = b.sha256)")
                        .toList());
    }

    @Override
    public void claim(String sha256) throws IOException {
        for (Duration waited = Duration.ZERO; waited.compareTo(PATIENCE) < 0; waited = waited.plus(PAUSE)) {
            if (requiringNew().call(() -> claimed(sha256))) {
                return;
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new IOException("The blob " + sha256 + " is being thrown away, and that does not end; try again later.");
    }

    private boolean claimed(String sha256) {
        return database.createNativeQuery("""
                        insert into blob_claim as c (sha256, at) values (?1, ?2)
                            on conflict (sha256) do update set at = excluded.at where not c.going
                        """)
                        .setParameter(1, sha256)
                        .setParameter(2, clock.instant())
                        .executeUpdate()
                == 1;
    }

    /** Of these blobs those that nothing names and nobody has claimed since; they are to be removed, and then given up. */
    List<String> take(List<String> blobs, Instant since) {
        return database.createNativeQuery(TAKE, String.class)
                .setParameter(1, blobs.toArray(String[]::new))
                .setParameter(2, clock.instant())
                .setParameter(3, since)
                .getResultList();
    }

    /** Those that were taken and not given up. */
    List<String> taken() {
        return database.createNativeQuery("select sha256 from blob_claim where going", String.class)
                .getResultList();
    }

    /** They are gone: whoever waits may store them again. */
    void giveUp(List<String> blobs) {
        database.createNativeQuery("delete from blob_claim where sha256 = any (?1) and going")
                .setParameter(1, blobs.toArray(String[]::new))
                .executeUpdate();
    }

    /** By which a store is known to be this farm's. */
    String farm() {
        return (String)
                database.createNativeQuery("select name from blob_owner").getSingleResult();
    }

    /** Deletes some claims that count no more. */
    void forget(Instant since) {
        database.createNativeQuery("""
                        delete from blob_claim where sha256 = any (array(
                               select sha256 from blob_claim where at < ?1 and not going order by at limit ?2)) and at < ?1 and not going
                        """)
                .setParameter(1, since)
                .setParameter(2, OLD)
                .executeUpdate();
    }
}
