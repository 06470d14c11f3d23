package org.beeyard.history;

import static org.beeyard.history.Rows.number;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which replica does what, and what is still to be said elsewhere. */
@ApplicationScoped
public class Upkeep {

    private final EntityManager database;

    Upkeep(EntityManager database) {
        this.database = database;
    }

    /** @param expiresAt unless its owner renews it, which it does all the time */
    public record LeaseRow(String name, String owner, Instant expiresAt) {}

    @Transactional
    public List<LeaseRow> leases() {
        return Rows.of(database, "select name, owner, expires_at from lease order by name")
                .map(r -> new LeaseRow((String) r[0], (String) r[1], (Instant) r[2]))
                .toList();
    }

    /** @param oldest when the first of them may be said, or could have been */
    public record BacklogRow(
            String destination, long waiting, @Nullable Instant oldest) {}

    /** Of destinations for which something waits. */
    @Transactional
    public List<BacklogRow> backlog() {
        return Rows.of(
                        database,
                        "select destination, count(*), min(not_before) from publication where status = 'WAITING' group by destination order by destination")
                .map(r -> new BacklogRow((String) r[0], number(r[1]), (Instant) r[2]))
                .toList();
    }
}
