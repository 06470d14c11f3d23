package org.beeyard.executor;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Since when this farm hears agents without a gap. One that was not there, was frozen or had no database heard none, and
 * that is not their silence.
 */
@ApplicationScoped
class Hearing {

    private static final Logger log = Logger.getLogger(Hearing.class);

    private final EntityManager database;
    private final Clock clock;
    private final Absences absences = new Absences(System.nanoTime());
    private volatile Instant since = Instant.MAX;

    Hearing(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    void started(@Observes StartupEvent event) {
        anew();
    }

    void stopping(@Observes ShutdownEvent event) {
        since = Instant.MAX;
    }

    Instant since() {
        return since;
    }

    boolean stopped() {
        return since.equals(Instant.MAX);
    }

    /** What was not heard before now counts for nothing. */
    void anew() {
        since = clock.instant();
    }

    /** To be asked before anything is judged or claimed; fails when the database cannot be asked. */
    synchronized void check() {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("select 1").getSingleResult());
        Duration away = absences.until(System.nanoTime());
        if (!away.isZero() && !stopped()) {
            log.warnf(
                    "the farm stood still or had no database for %d s; agents get time to be heard again",
                    away.toSeconds());
            anew();
        }
    }
}
