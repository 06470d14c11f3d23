package org.beeyard.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import org.beeyard.job.Attempt;
import org.beeyard.protocol.Manifest;
import org.beeyard.sql.Sql;

/** Keeps what the agent says of a build: its warnings, and how large what it made is. */
@ApplicationScoped
class KeptBuilds {

    private final EntityManager database;

    KeptBuilds(EntityManager database) {
        this.database = database;
    }

    /** In the caller's transaction. */
    void keep(Attempt attempt, Manifest.Built built) {
        Sql.query(
                        database,
                        "update attempt set warnings = ?2, kernel_bytes = ?3, selftests_bytes = ?4 where id = ?1",
                        attempt.id(),
                        built.allWarnings(),
                        built.kernelBytes(),
                        built.selftestsBytes())
                .executeUpdate();
        Sql.query(
                        database,
                        """
                        insert into build_warning (attempt_id, place, file, line, words)
                        select ?1, w.place, w.file, w.line, w.words from unnest(?2, ?3, ?4) with ordinality as w (file, line, words, place)
                        """,
                        attempt.id(),
                        built.warnings().stream().map(Manifest.Warning::file).toArray(String[]::new),
                        built.warnings().stream().map(Manifest.Warning::line).toArray(Integer[]::new),
                        built.warnings().stream().map(Manifest.Warning::words).toArray(String[]::new))
                .executeUpdate();
    }
}
