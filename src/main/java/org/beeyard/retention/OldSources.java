package org.beeyard.retention;

import static io.quarkus.narayana.jta.QuarkusTransaction.requiringNew;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import org.beeyard.lease.Leases;

/**
 * Forgets what old bases, series and steps of bisections were built from. Applying a series makes it again; a retest on the
 * same base says that it cannot be had any more.
 */
@ApplicationScoped
class OldSources implements Work {

    private static final int BATCH = 200;

    private static final String RUN_STAYS =
            "(r.finished_at is null or r.finished_at >= ?1 or r.id in (select pinned_runs()))";

    private static final String SERIES = """
            s.delta_blob is not null and not s.run_wanted and s.state <> 'READY' and s.received_at < ?1
              and not exists (select 1 from run r where r.series_id = s.id and %s)
            """.formatted(RUN_STAYS);

    private static final String BASES = """
            (s.source_blob is not null or s.delta_blob is not null) and s.adopted_at < ?1 and (s.wanted_at is null or s.wanted_at < ?1)
              and s.id <> (select max(n.id) from base n where n.tree_id = s.tree_id)
              and not exists (select 1 from series w join base u on u.id = w.base_id where (u.id = s.id or u.kernel_id = s.id) and w.run_wanted)
              and not exists (select 1 from run r join base u on u.id = r.base_id where (u.id = s.id or u.kernel_id = s.id) and %s)
            """.formatted(RUN_STAYS);

    private static final String STEPS = """
            s.delta_blob is not null and s.kind = 'BISECT' and s.finished_at < ?1
              and not exists (select 1 from run r where r.series_id = s.series_id and r.id in (select pinned_runs()))
            """;

    private final EntityManager database;
    private final Leases leases;

    OldSources(EntityManager database, Leases leases) {
        this.database = database;
        this.leases = leases;
    }

    @Override
    public String name() {
        return "sources";
    }

    @Override
    public Done some(Bounds bounds) {
        return requiringNew().call(() -> {
            leases.confirm(Retention.LEASE);
            Instant before = bounds.artifacts();
            int series = forget("series", "delta_blob = null, delta_size = null", SERIES, before);
            int bases = forget(
                    "base",
                    "source_blob = null, source_size = null, ci_blob = null, ci_size = null, delta_blob = null, delta_size = null",
                    BASES,
                    before);
            int steps = forget("run", "delta_blob = null, delta_size = null", STEPS, before);
            int all = series + bases + steps;
            return new Done(all, 0, all > 0);
        });
    }

    /** Rows are locked first; what counts is what a second statement sees of them. */
    private int forget(String table, String change, String old, Instant before) {
        List<Long> ids = database.createNativeQuery(
                        "select s.id from " + table + " s where " + old + " order by s.id limit " + BATCH
                                + " for update of s skip locked",
                        Long.class)
                .setParameter(1, before)
                .getResultList();
        return ids.isEmpty()
                ? 0
                : database.createNativeQuery(
                                "update " + table + " s set " + change + " where s.id = any (?2) and " + old)
                        .setParameter(1, before)
                        .setParameter(2, ids.toArray(Long[]::new))
                        .executeUpdate();
    }
}
