package org.beeyard.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import org.beeyard.tree.BuiltBases;

/** Bases by what became of the builds in their newest runs. */
@ApplicationScoped
class PassedBases implements BuiltBases {

    private final EntityManager database;

    PassedBases(EntityManager database) {
        this.database = database;
    }

    @Override
    @Transactional
    public Optional<Long> newest(String tree, Instant since) {
        return database.createNativeQuery("""
                        select b.id
                          from base b
                         where b.tree_id = (select id from tree where name = ?1) and b.adopted_at >= ?2
                           and exists (
                               select 1 from run r join job j on j.run_id = r.id
                                where r.base_id = b.id and r.kind = 'BASE' and j.kind = 'BUILD' group by r.id having bool_and(j.state = 'PASSED'))
                         order by b.id desc limit 1
                        """)
                .setParameter(1, tree)
                .setParameter(2, since)
                .getResultStream()
                .findFirst()
                .map(id -> ((Number) id).longValue());
    }
}
