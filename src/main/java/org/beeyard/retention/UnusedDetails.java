package org.beeyard.retention;

import static io.quarkus.narayana.jta.QuarkusTransaction.requiringNew;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.beeyard.lease.Leases;

/** Deletes texts of failures that no result has any more, once after each week that was dropped. */
@ApplicationScoped
class UnusedDetails implements Work {

    static final String NAME = "texts";

    private static final int BATCH = 1000;

    private final EntityManager database;
    private final Leases leases;

    UnusedDetails(EntityManager database, Leases leases) {
        this.database = database;
        this.leases = leases;
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * Who stores a result locks the row of its text, new or not. So with the rows locked here, a second statement sees all
     * results that have them, and later ones find no row and make a new one.
     */
    @Override
    public Done some(Bounds bounds) {
        return requiringNew().call(() -> {
            leases.confirm(Retention.LEASE);
            List<Long> ids = database.createNativeQuery("""
                            select d.id from result_detail d where d.id > (select place from retention where work = ?1)
                             order by d.id limit ?2 for update skip locked
                            """, Long.class)
                    .setParameter(1, NAME)
                    .setParameter(2, BATCH)
                    .getResultList();
            if (ids.isEmpty()) {
                return Done.NOTHING;
            }
            Object[] gone = (Object[]) database.createNativeQuery("""
                            with gone as (
                                 delete from result_detail d where d.id = any (?1)
                                    and not exists (select 1 from test_result r where r.detail_id = d.id)
                                 returning octet_length(text) as bytes)
                            select count(*), coalesce(sum(bytes), 0) from gone
                            """)
                    .setParameter(1, ids.toArray(Long[]::new))
                    .getSingleResult();
            database.createNativeQuery("update retention set place = ?2 where work = ?1")
                    .setParameter(1, NAME)
                    .setParameter(2, ids.getLast())
                    .executeUpdate();
            return new Done(((Number) gone[0]).longValue(), ((Number) gone[1]).longValue(), true);
        });
    }
}
