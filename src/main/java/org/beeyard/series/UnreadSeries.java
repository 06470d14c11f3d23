package org.beeyard.series;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.function.Consumer;
import org.beeyard.series.mail.PostedSeries;

/** Series whose patches are read when somebody has approved them, by whoever knows where they are. In the caller's transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class UnreadSeries {

    private final EntityManager database;
    private final Event<SeriesChanged> changed;

    UnreadSeries(EntityManager database, Event<SeriesChanged> changed) {
        this.database = database;
        this.changed = changed;
    }

    /** Whether it has been approved and waits for its patches. */
    public boolean isDue(long series) {
        Series row = database.find(Series.class, series);
        return row != null && row.isToBeRead();
    }

    /** These are its patches. After it, somebody has to {@linkplain SeriesIntake#announce announce} it. */
    public void read(long series, PostedSeries posted) {
        settle(series, row -> row.read(posted));
    }

    /** Its patches cannot be taken. */
    public void refuse(long series, String problem) {
        settle(series, row -> row.unreadable(problem));
    }

    private void settle(long series, Consumer<Series> work) {
        Series row = database.find(Series.class, series, LockModeType.PESSIMISTIC_WRITE);
        if (row.isToBeRead()) {
            work.accept(row);
            changed.fire(new SeriesChanged(series));
        }
    }
}
