package org.beeyard.retention;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.beeyard.sql.Sql;
import org.jspecify.annotations.Nullable;

/** What has become of each kind of work, for people and for whoever goes on with it. */
@ApplicationScoped
public class Rounds {

    /** After what went wrong. */
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final EntityManager database;
    private final RetentionMetrics metrics;
    private final Clock clock;

    Rounds(EntityManager database, RetentionMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.database = database;
        this.clock = clock;
    }

    /** Whether there is something to do: a round that was not ended, one to be tried again, or the time for another. */
    public boolean due(String work, Duration every) {
        Instant now = clock.instant();
        return QuarkusTransaction.requiringNew()
                .call(() -> Sql.query(database, """
                                select 1 from retention where work = ?1 and ended_at >= began_at
                                   and case when error is null then began_at > ?2 else ended_at > ?3 end
                                """, work, now.minus(every), now.minus(AGAIN))
                        .getResultList()
                        .isEmpty());
    }

    /** Begins a round, or goes on with one that was not ended. Returns when it began. */
    public Instant begin(String work) {
        return QuarkusTransaction.requiringNew().call(() ->
                (Instant) Sql.query(database, """
                        insert into retention as r (work, began_at, removed, freed, all_removed, all_freed) values (?1, ?2, 0, 0, 0, 0)
                        on conflict (work) do update
                           set began_at = case when r.ended_at is null or r.ended_at < r.began_at then r.began_at else excluded.began_at end,
                               removed = case when r.ended_at is null or r.ended_at < r.began_at then r.removed else 0 end,
                               freed = case when r.ended_at is null or r.ended_at < r.began_at then r.freed else 0 end
                        returning began_at
                        """, work, clock.instant()).getSingleResult());
    }

    public void add(String work, long removed, long freed) {
        metrics.gone(work, removed, freed);
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, """
                        update retention set removed = removed + ?2, freed = freed + ?3, all_removed = all_removed + ?2, all_freed = all_freed + ?3
                         where work = ?1
                        """, work, removed, freed).executeUpdate());
    }

    /** @param error what went wrong, a sentence, if anything did */
    public void end(String work, @Nullable String error) {
        QuarkusTransaction.requiringNew()
                .run(() ->
                        Sql.query(database, """
                        update retention set ended_at = ?2, error = cast(?3 as text),
                               failing_since = case when cast(?3 as text) is not null then coalesce(failing_since, ?2) end
                         where work = ?1
                        """, work, clock.instant(), error).executeUpdate());
    }
}
