package org.beeyard.history.farm;

import static org.beeyard.history.Rows.number;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.beeyard.history.Rows;
import org.jspecify.annotations.Nullable;

/** Reads which replica does what, and what is still to be said elsewhere. */
@ApplicationScoped
public class Upkeep {

    private final EntityManager database;
    private final Clock clock;

    Upkeep(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param expiresAt unless its owner renews it, which it does all the time */
    public record LeaseRow(String name, String owner, Instant expiresAt) {}

    @Transactional
    public List<LeaseRow> leases() {
        return Rows.of(database, "select name, owner, expires_at from lease order by name")
                .map(r -> new LeaseRow((String) r[0], (String) r[1], (Instant) r[2]))
                .toList();
    }

    /** @param silent replicas of which nothing is known */
    public record Loops(List<LoopRow> loops, List<LoopRow.Silent> silent) {}

    @Transactional
    public Loops loops() {
        List<LoopRow.Told> told = Rows.of(
                        database,
                        "select replica, name, every_seconds, since, succeeded_at, failed_at, error, told_at from loop order by name, replica")
                .map(r -> new LoopRow.Told(
                        (String) r[0],
                        (String) r[1],
                        number(r[2]),
                        (Instant) r[3],
                        (Instant) r[4],
                        (Instant) r[5],
                        (String) r[6],
                        (Instant) r[7]))
                .toList();
        return new Loops(LoopRow.of(told, clock.instant()), LoopRow.Silent.in(told, clock.instant()));
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
