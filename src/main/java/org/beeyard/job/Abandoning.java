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

/** Cancels what still runs for series that nobody waits for: a newer version has come, or people have closed it. */
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
                         where r.state in (PENDING, RUNNING) and s.state in (CLOSED, SUPERSEDED) order by r.id
                        """, Object[].class).setMaxResults(100).getResultList();
        for (Object[] row : worthless) {
            Series series = (Series) row[1];
            Cancellation.cancel(
                    database,
                    (Run) row[0],
                    series.state() == SeriesState.CLOSED ? "the series was closed" : "superseded by a newer version",
                    clock.instant());
            changed.fire(new SeriesChanged(series.id()));
        }
    }
}
