package org.beeyard.job;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import org.beeyard.series.Series;
import org.beeyard.series.SeriesChanged;
import org.beeyard.series.SeriesState;

/**
 * Cancels what still runs for series that nobody waits for: a newer version has come, people have closed it, or it was looked at
 * again and there is nothing to run.
 */
@ApplicationScoped
class Abandoning {

    private final EntityManager database;
    private final Clock clock;
    private final Event<SeriesChanged> changed;

    Abandoning(EntityManager database, Clock clock, Event<SeriesChanged> changed) {
        this.database = database;
        this.clock = clock;
        this.changed = changed;
    }

    @Scheduled(every = "2s", identity = "abandoning")
    void run() {
        QuarkusTransaction.requiringNew().run(this::cancel);
    }

    private void cancel() {
        List<Object[]> worthless =
                database.createQuery("""
                        select r, s from Run r join Series s on r.seriesId = s.id
                         where r.state in (PENDING, RUNNING)
                           and (s.state in (CLOSED, SUPERSEDED) or r.kind = SERIES and s.state in (CONFLICT, REJECTED, ALREADY_APPLIED))
                         order by r.id
                        """, Object[].class).setMaxResults(100).getResultList();
        for (Object[] row : worthless) {
            Series series = (Series) row[1];
            Cancellation.cancel(database, (Run) row[0], why(series.state()), clock.instant());
            changed.fire(new SeriesChanged(series.id()));
        }
    }

    private static String why(SeriesState state) {
        return switch (state) {
            case CLOSED -> "the series was closed";
            case SUPERSEDED -> "superseded by a newer version";
            case CONFLICT -> "the series does not apply any more";
            case REJECTED -> "the series was refused when it was looked at again";
            case ALREADY_APPLIED -> "the series is in its tree by now";
            case RECEIVED, READY, APPLIED -> throw new IllegalArgumentException(state + " is waited for");
        };
    }
}
