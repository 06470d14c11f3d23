package org.beeyard.history.series;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Optional;
import org.beeyard.history.Rows;

/** What became of commits that were offered on GitHub. */
@ApplicationScoped
public class Heads {

    private final EntityManager database;

    Heads(EntityManager database) {
        this.database = database;
    }

    /**
     * The newest series with this head; empty when nobody has looked at it, or it is ignored.
     *
     * @param repository as the farm calls it, {@code owner/name@host}
     */
    @Transactional
    public Optional<Long> series(String repository, String commit) {
        return Rows.of(
                        database,
                        "select series_id, head from github_version where repository = ?1 and head = ?2 order by series_id desc limit 1",
                        repository,
                        commit)
                .findFirst()
                .map(r -> (Long) r[0]);
    }

    /** Why it is no series. */
    @Transactional
    public Optional<String> ignored(String repository, String commit) {
        return Rows.of(
                        database,
                        "select reason, head from github_pull where repository = ?1 and head = ?2 and state = 'IGNORED' and open limit 1",
                        repository,
                        commit)
                .findFirst()
                .map(r -> (String) r[0]);
    }
}
