package org.beeyard.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.beeyard.job.Attempt;
import org.beeyard.protocol.Manifest.SplatReport;

/** Keeps what an attempt's console has shown, and when each fingerprint was seen first and last. */
@ApplicationScoped
class Splats {

    private final EntityManager database;

    Splats(EntityManager database) {
        this.database = database;
    }

    /** In the caller's transaction. */
    void keep(Attempt attempt, List<SplatReport> splats, Instant now) {
        for (SplatReport splat : splats) {
            database.createNativeQuery(
                            "insert into splat (attempt_id, kind, fingerprint, title, line, text) values (?1, ?2, ?3, ?4, ?5, ?6)")
                    .setParameter(1, attempt.id())
                    .setParameter(2, splat.kind())
                    .setParameter(3, splat.fingerprint())
                    .setParameter(4, splat.title())
                    .setParameter(5, splat.line())
                    .setParameter(6, splat.text())
                    .executeUpdate();
        }
        // In one order, or two attempts that end together lock each other out.
        splats.stream()
                .sorted(Comparator.comparing(SplatReport::fingerprint))
                .forEach(splat -> remember(attempt, splat, now));
    }

    private void remember(Attempt attempt, SplatReport splat, Instant now) {
        database.createNativeQuery("""
                        insert into splat_kind as h (fingerprint, kind, title, seen, first_at, first_attempt, last_at, last_attempt)
                        values (?1, ?2, ?3, 1, ?4, ?5, ?4, ?5)
                        on conflict (fingerprint) do update set seen = h.seen + 1, last_at = excluded.last_at, last_attempt = excluded.last_attempt
                        """)
                .setParameter(1, splat.fingerprint())
                .setParameter(2, splat.kind())
                .setParameter(3, splat.title())
                .setParameter(4, now)
                .setParameter(5, attempt.id())
                .executeUpdate();
    }
}
