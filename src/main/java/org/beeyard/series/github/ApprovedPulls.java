package org.beeyard.series.github;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import org.beeyard.series.SeriesChanged;
import org.beeyard.series.SeriesIntake;
import org.beeyard.series.SeriesIntake.Start;
import org.beeyard.series.UnreadSeries;
import org.beeyard.series.github.Deliveries.Delivery;
import org.beeyard.series.github.Deliveries.Kind;
import org.beeyard.series.mail.PostedSeries;
import org.beeyard.sql.Sql;

/**
 * Reads pull requests of authors nobody knows when somebody has approved them, and not before: fetching and comparing costs room and
 * time, and anybody can open one.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
class ApprovedPulls {

    private final Deliveries deliveries;
    private final UnreadSeries unread;
    private final SeriesIntake intake;
    private final EntityManager database;

    ApprovedPulls(Deliveries deliveries, UnreadSeries unread, SeriesIntake intake, EntityManager database) {
        this.deliveries = deliveries;
        this.unread = unread;
        this.intake = intake;
        this.database = database;
    }

    /** It is read by whoever looks at pull requests, and again when that fails. Before others observe it, whose locks come last. */
    void changed(@Observes @Priority(2) SeriesChanged event) {
        for (Object[] pull : Sql.rows(database, """
            select v.repository, v.number from series s join github_version v on v.series_id = s.id
             where s.id = ?1 and s.unread is not null and s.state = 'READY' and v.number is not null
            """, event.series())) {
            String repository = (String) pull[0];
            deliveries.add(new Delivery(
                    repository + " approved " + event.series(),
                    repository,
                    Kind.PULL,
                    (Integer) pull[1],
                    null,
                    "",
                    "",
                    null));
        }
    }

    boolean isDue(long series) {
        return unread.isDue(series);
    }

    void read(long series, Fate fate) {
        switch (fate) {
            case Fate.Ignored(String reason) -> intake.close(series, "There is nothing to test: " + reason + ".");
            case Fate.Version(PostedSeries posted, Start start) -> {
                switch (start) {
                    case Start.Tested _ -> unread.read(series, posted);
                    case Start.Refused(String problem) -> unread.refuse(series, problem);
                    case Start.Held _ -> throw new IllegalStateException("approved, and held all the same: " + series);
                }
            }
        }
    }
}
