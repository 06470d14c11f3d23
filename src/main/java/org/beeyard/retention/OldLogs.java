package org.beeyard.retention;

import static io.quarkus.narayana.jta.QuarkusTransaction.requiringNew;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.beeyard.lease.Leases;

/** Forgets logs, some attempts at a time. The attempt keeps when that was. */
@ApplicationScoped
class OldLogs implements Work {

    /** Of attempts; a long one has some thousand pieces of log. */
    private static final int BATCH = 20;

    private final EntityManager database;
    private final Leases leases;

    OldLogs(EntityManager database, Leases leases) {
        this.database = database;
        this.leases = leases;
    }

    @Override
    public String name() {
        return "logs";
    }

    @Override
    public Done some(Bounds bounds) {
        return requiringNew().call(() -> {
            leases.confirm(Retention.LEASE);
            List<Long> old = database.createNativeQuery("""
                            select a.id from attempt a join job j on j.id = a.job_id join run r on r.id = j.run_id
                             where a.finished_at < ?1 and a.log_size > 0 and a.log_gone_at is null
                               and r.finished_at is not null and r.id not in (select pinned_runs())
                             order by a.finished_at limit ?2
                            """, Long.class)
                    .setParameter(1, bounds.logs())
                    .setParameter(2, BATCH)
                    .getResultList();
            if (old.isEmpty()) {
                return Done.NOTHING;
            }
            Long[] ids = old.toArray(Long[]::new);
            for (String table : List.of("log_segment", "log_mark", "log_index", "build_warning")) {
                database.createNativeQuery("delete from " + table + " where attempt_id = any (?1)")
                        .setParameter(1, ids)
                        .executeUpdate();
            }
            database.createNativeQuery("update attempt set log_gone_at = ?2 where id = any (?1)")
                    .setParameter(1, ids)
                    .setParameter(2, bounds.now())
                    .executeUpdate();
            return new Done(ids.length, 0, true);
        });
    }
}
