package org.beeyard.series;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.beeyard.sql.Sql;
import org.beeyard.wire.Answer;
import org.beeyard.wire.Fault;
import org.beeyard.wire.Pauses;
import org.beeyard.wire.PausesConfig;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** When each source of a kind is asked, and how that went: its row tells, and of two farms on one database one asks. */
public final class Turns {

    private final String table;
    private final EntityManager database;
    private final Clock clock;
    private final Logger log;
    private final Pauses pauses;

    public Turns(String table, EntityManager database, PausesConfig pauses, Clock clock, Logger log) {
        this.table = table;
        this.database = database;
        this.clock = clock;
        this.log = log;
        this.pauses = new Pauses(pauses, clock, log::log);
    }

    public interface Visit {
        void make() throws Fault;
    }

    /** A source that fails is left alone for a while. */
    public void visit(String source, Visit visit) {
        if (pauses.left(source).isPresent()) {
            return;
        }
        try {
            visit.make();
        } catch (Fault fault) {
            failed(source, String.valueOf(fault.getMessage()), pauses.failed(source, fault));
        } catch (RuntimeException | Error e) { // what a stranger sent must not stop the others
            log.errorf(e, "%s: the cycle failed; it is tried again", source);
            Duration pause = pauses.failed(source, "FARM", "the farm failed", Duration.ZERO);
            failed(source, "The farm failed: " + e.getMessage(), pause);
        }
    }

    /** Claims the turn for a cycle. */
    public boolean claim(String source, Duration every) {
        Instant now = clock.instant();
        Instant farthest = now.plus(Answer.MOST).plus(every); // beyond, somebody has set the clock
        return update(
                        "asked_at = ?2, not_before = ?3 where name = ?1 and (not_before is null or not_before <= ?2 or not_before > ?4)",
                        source,
                        now,
                        now.plus(every),
                        farthest)
                > 0;
    }

    /** @param requests of the cycle */
    public void took(String source, long requests) {
        update("requests = ?2 where name = ?1", source, (int) requests);
    }

    /**
     * A cycle has ended without a fault.
     *
     * @param trouble with a part of the cycle, that did not keep it from the rest
     */
    public void ended(String source, Optional<String> trouble) {
        update("""
                error = cast(?2 as text), failing_since = case when cast(?2 as text) is not null then coalesce(failing_since, ?3) end,
                succeeded_at = case when cast(?2 as text) is null then ?3 else succeeded_at end where name = ?1
                """, source, trouble.orElse(null), clock.instant());
    }

    /** It did all that it was asked. */
    public void well(String source) {
        pauses.well(source);
    }

    private void failed(String source, String error, Duration pause) {
        Instant now = clock.instant();
        update(
                "error = ?2, failing_since = coalesce(failing_since, ?3), not_before = ?4 where name = ?1",
                source,
                error,
                now,
                now.plus(pause));
    }

    private int update(String what, @Nullable Object... parameters) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Sql.query(database, "update " + table + " set " + what, parameters)
                        .executeUpdate());
    }
}
