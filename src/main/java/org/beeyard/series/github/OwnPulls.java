package org.beeyard.series.github;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Optional;
import org.beeyard.github.Said;

/**
 * Which pull requests the farm has made itself to show series from Patchwork: nobody offers anything by them. Their branches tell: they
 * are in the repository itself, where only those can make such who may write there.
 */
@ApplicationScoped
class OwnPulls {

    private static final String BRANCHES = "series/";

    private final EntityManager database;

    OwnPulls(EntityManager database) {
        this.database = database;
    }

    /** @param repository as the tables have it */
    @Transactional
    public boolean has(String repository, Said.Pull pull) {
        return pull.branch().filter(branch -> branch.startsWith(BRANCHES)).isPresent()
                && !database.createNativeQuery("select 1 from mirror where repository = ?1 and tree || '_base' = ?2")
                        .setParameter(1, repository)
                        .setParameter(2, pull.base())
                        .getResultList()
                        .isEmpty();
    }

    /** The series that an open one shows. */
    @Transactional
    public Optional<Long> series(String repository, int number) {
        return database.createNativeQuery(
                        "select series_id from mirror_pull where repository = ?1 and number = ?2 and open and series_id is not null",
                        Long.class)
                .setParameter(1, repository)
                .setParameter(2, number)
                .getResultStream()
                .findFirst()
                .map(Long.class::cast);
    }
}
