package org.beeyard.check;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.beeyard.check.Standing.Progress;
import org.beeyard.series.SeriesChanged;
import org.beeyard.sql.Sql;
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
            List<Notice> notices = once(publisher.notices(standing, checks));
            if (!notices.isEmpty()) {
                upsert(publisher, standing, notices);
            }
            if (!publisher.takesBack()) {
                leaveUnsaid(publisher, standing, notices);
            } else if (!notices.isEmpty()) {
                takeBack(publisher, standing, notices);
            }
        }
    }

    /** Each place once, with the worst that is to be said there: one statement writes no row twice. */
    static List<Notice> once(List<Notice> notices) {
        Map<List<String>, Notice> places = new LinkedHashMap<>();
        notices.forEach(notice -> places.merge(
                List.of(notice.source(), notice.object(), notice.context()),
                notice,
                (one, other) -> one.state().compareTo(other.state()) < 0 ? other : one));
        return List.copyOf(places.values());
    }

    /** What still waits when there is a verdict by which it is no news any more. Who is saying it just now, notes that it was said. */
    private void leaveUnsaid(CheckPublisher publisher, Standing standing, List<Notice> notices) {
        if (standing.progress() instanceof Progress.Judged && notices.isEmpty()) {
            Sql.query(database, """
                            update publication set status = 'DROPPED', changed_at = ?3, error = null
                             where series_id = ?1 and destination = ?2 and status in ('WAITING', 'DEAD', 'WITHHELD')
                            """, standing.series(), publisher.destination(), clock.instant())
                    .executeUpdate();
        }
    }

    /**
     * What was said of the series and is said no more does not stand there for ever: jobs that wait while nothing runs, a summary from
     * when there was no run and, with a verdict, everything that is not of it.
     */
    private void takeBack(CheckPublisher publisher, Standing standing, List<Notice> notices) {
        String which = switch (standing.progress()) {
            case Progress.NotRun _ -> "(p.state = 'PENDING' or p.run_id is null)";
            case Progress.Running _ -> "p.run_id is null";
            case Progress.Judged _ -> "true";
            case Progress.Unknown _, Progress.Held _, Progress.Dropped _ -> "false";
        };
        database.createNativeQuery("""
                        update publication p
                           set status = case when p.shown is null and p.claimed_until is null then 'DROPPED' else 'WAITING' end,
                               state = 'WARNING', description = ?3, revision = p.revision + 1,
                               tries = 0, not_before = ?4, changed_at = ?4, error = null
                         where p.series_id = ?1 and p.destination = ?2 and p.status <> 'DROPPED' and p.description <> ?3 and %s
                           and (p.source, p.object) in (select * from unnest(cast(?5 as text[]), cast(?6 as text[])))
                           and (p.source, p.object, p.context) not in (select * from unnest(cast(?5 as text[]), cast(?6 as text[]), cast(?7 as text[])))
                        """.formatted(which))
                .setParameter(1, standing.series())
                .setParameter(2, publisher.destination())
                .setParameter(3, Wording.NO_LONGER)
                .setParameter(4, clock.instant())
                .setParameter(5, column(notices, Notice::source))
                .setParameter(6, column(notices, Notice::object))
                .setParameter(7, column(notices, Notice::context))
                .executeUpdate();
    }

    private static String[] column(List<Notice> notices, Function<Notice, String> value) {
        return notices.stream().map(value).toArray(String[]::new);
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
