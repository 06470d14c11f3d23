package org.beeyard.retention;

import static io.quarkus.narayana.jta.QuarkusTransaction.requiringNew;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.beeyard.lease.Leases;

/**
 * Forgets what attempts left, some runs at a time; a run of a base that has lost it is run again when a series comes. Of each
 * tree the newest run that series may be compared with stays, as long as its results do.
 */
@ApplicationScoped
class OldArtifacts implements Work {

    private static final int BATCH = 50;

    private static final String OLD = """
            select r.id from run r
             where r.finished_at < ?1 and r.artifacts_gone_at is null and r.id not in (select pinned_runs())
               and (r.kind <> 'BASE' or r.created_at < ?2 or r.id not in (
                    select n.id from tree t cross join lateral (
                           select x.id from base b join run x on x.base_id = b.id and x.kind = 'BASE'
                            where b.tree_id = t.id and x.state in ('PASSED', 'WARNING', 'FAILED') and x.artifacts_gone_at is null
                            order by b.id desc, x.id desc limit 1) n))
               and not exists (
                    select 1 from job j join job_need d on d.needs_id = j.id join job o on o.id = d.job_id join run u on u.id = o.run_id
                     where j.run_id = r.id and u.finished_at is null)
             order by r.finished_at limit ?3 for update of r skip locked
            """;

    private final EntityManager database;
    private final Leases leases;

    OldArtifacts(EntityManager database, Leases leases) {
        this.database = database;
        this.leases = leases;
    }

    @Override
    public String name() {
        return "artifacts";
    }

    @Override
    public Done some(Bounds bounds) {
        return requiringNew().call(() -> {
            leases.confirm(Retention.LEASE);
            List<Long> old = database.createNativeQuery(OLD, Long.class)
                    .setParameter(1, bounds.artifacts())
                    .setParameter(2, bounds.comparable())
                    .setParameter(3, BATCH)
                    .getResultList();
            if (old.isEmpty()) {
                return Done.NOTHING;
            }
            Long[] ids = old.toArray(Long[]::new);
            int artifacts = database.createNativeQuery("""
                            delete from artifact where attempt_id = any (array(
                                   select a.id from job j join attempt a on a.job_id = j.id where j.run_id = any (?1)))
                            """).setParameter(1, ids).executeUpdate();
            database.createNativeQuery("update run set artifacts_gone_at = ?2 where id = any (?1)")
                    .setParameter(1, ids)
                    .setParameter(2, bounds.now())
                    .executeUpdate();
            return new Done(artifacts, 0, true);
        });
    }
}
