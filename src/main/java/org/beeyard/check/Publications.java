package org.beeyard.check;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import org.beeyard.check.Standing.Progress;
import org.beeyard.series.SeriesChanged;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Writes down what is to be said of a series, in the transaction that changes the series. Who says it is the outbox. */
@ApplicationScoped
class Publications {

    private static final int LOCK = 0x62656573;

    private final EntityManager database;
    private final Standings standings;
    private final Instance<CheckPublisher> publishers;
    private final Clock clock;

    Publications(EntityManager database, Standings standings, Instance<CheckPublisher> publishers, Clock clock) {
        this.database = database;
        this.standings = standings;
        this.publishers = publishers;
        this.clock = clock;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    void changed(@Observes SeriesChanged event) {
        write(event.series());
    }

    /** Writes what is to be said now, as far as it is not written or said. In the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void write(long series) {
        database.flush();
        // Of two transactions that change the series the second sees what the first has done: the lock is always the
        // last.
        database.createNativeQuery("select 1 from pg_advisory_xact_lock(?1, ?2)")
                .setParameter(1, LOCK)
                .setParameter(2, Long.hashCode(series))
                .getSingleResult();
        Standing standing = standings.of(series);
        if (standing.progress() instanceof Progress.Dropped(String why)) {
            drop(series, why);
            return;
        }
        List<Check> checks = Wording.checks(standing);
        for (CheckPublisher publisher : publishers) {
            List<Notice> notices = publisher.notices(standing, checks);
            if (!notices.isEmpty()) {
                upsert(publisher, standing, notices);
            }
        }
    }

    private void upsert(CheckPublisher publisher, Standing standing, List<Notice> notices) {
        @Nullable
        String[] errors = notices.stream()
                .map(notice -> publisher.withheld(notice.source()).orElse(null))
                .toArray(String[]::new);
        @Nullable
        Long run = switch (standing.progress()) {
            case Progress.Running running -> running.run();
            case Progress.Judged judged -> judged.run();
            case Progress.Unknown _, Progress.Held _, Progress.NotRun _, Progress.Dropped _ -> null;
        };
        database.unwrap(Session.class).doWork(connection -> {
            try (var upsert = connection.prepareStatement("""
                    insert into publication (destination, series_id, run_id, source, object, context, state, description, target_url,
                           status, error, not_before, changed_at)
                    select ?, ?, ?, n.source, n.object, n.context, n.state, n.description, n.url,
                           case when n.error is null then 'WAITING' else 'WITHHELD' end, n.error, ?, ?
                      from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                        as n (source, object, context, state, description, url, error)
                     order by n.source, n.object, n.context
                    on conflict (destination, source, object, context) do update
                       set series_id = excluded.series_id, run_id = excluded.run_id, state = excluded.state,
                           description = excluded.description, target_url = excluded.target_url, status = excluded.status,
                           error = excluded.error, revision = publication.revision + 1, tries = 0,
                           not_before = excluded.not_before, changed_at = excluded.changed_at
                     where publication.status = 'DROPPED'
                        or (publication.state, publication.description, publication.target_url)
                           is distinct from (excluded.state, excluded.description, excluded.target_url)
                    """)) {
                var now = clock.instant().atOffset(java.time.ZoneOffset.UTC);
                upsert.setString(1, publisher.destination());
                upsert.setLong(2, standing.series());
                upsert.setObject(3, run, java.sql.Types.BIGINT);
                upsert.setObject(4, now);
                upsert.setObject(5, now);
                List<java.util.function.Function<Notice, @Nullable String>> columns = List.of(
                        Notice::source,
                        Notice::object,
                        Notice::context,
                        notice -> notice.state().name(),
                        Notice::description,
                        Notice::targetUrl);
                for (int i = 0; i < columns.size(); i++) {
                    upsert.setArray(
                            6 + i,
                            connection.createArrayOf(
                                    "text", notices.stream().map(columns.get(i)).toArray()));
                }
                upsert.setArray(12, connection.createArrayOf("text", errors));
                upsert.executeUpdate();
            }
        });
    }

    /**
     * What was never said is left unsaid; what was said to be pending is not left so. A last word that somebody is saying at this
     * moment stands.
     */
    private void drop(long series, String why) {
        database.createNativeQuery("""
                        update publication
                           set status = case when shown = 'PENDING' or claimed_until is not null then 'WAITING' else 'DROPPED' end,
                               state = 'WARNING', description = ?2, revision = revision + 1,
                               tries = 0, not_before = ?3, changed_at = ?3, error = null
                         where series_id = ?1
                           and (status in ('WAITING', 'DEAD', 'WITHHELD') and (claimed_until is null or state = 'PENDING')
                                or status = 'SENT' and shown = 'PENDING')
                        """)
                .setParameter(1, series)
                .setParameter(2, Wording.dropped(why))
                .setParameter(3, clock.instant())
                .executeUpdate();
    }
}
