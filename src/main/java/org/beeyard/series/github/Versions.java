package org.beeyard.series.github;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** Which head each series is of. In the caller's transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class Versions {

    private final EntityManager database;

    Versions(EntityManager database) {
        this.database = database;
    }

    /**
     * @param number of the pull request, if there is one
     * @param branch of the repository itself, if it is one
     */
    record Version(
            long series,
            String repository,
            @Nullable Integer number,
            @Nullable String branch,
            String head) {}

    void add(Version version) {
        database.createNativeQuery(
                        "insert into github_version (series_id, repository, number, branch, head) values (?1, ?2, cast(?3 as int), cast(?4 as text), ?5)")
                .setParameter(1, version.series())
                .setParameter(2, version.repository())
                .setParameter(3, version.number())
                .setParameter(4, version.branch())
                .setParameter(5, version.head())
                .executeUpdate();
    }

    /** What was a branch's is a pull request's, too. */
    void number(long series, int number) {
        database.createNativeQuery("update github_version set number = ?2 where series_id = ?1")
                .setParameter(1, series)
                .setParameter(2, number)
                .executeUpdate();
    }
}
