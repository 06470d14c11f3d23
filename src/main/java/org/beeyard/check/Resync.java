package org.beeyard.check;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.beeyard.check.CheckPublisher.Trouble;
import org.beeyard.lease.Leases;
import org.beeyard.sql.Sql;
import org.jboss.logging.Logger;

/**
 * Compares what was said in the last two days with what is shown, and says again what was lost or changed elsewhere, and what was given
 * up when the other side is well again. At a start it lets out what was withheld, when the token has come.
 */
@ApplicationScoped
class Resync {

    private static final Logger log = Logger.getLogger(Resync.class);
    private static final Duration LOOKED_BACK = Duration.ofHours(48);
    private static final Duration EVERY = Duration.ofHours(6);

    /** After trouble with one object. */
    private static final Duration LATER = Duration.ofHours(1);

    private static final int AT_ONCE = 50;
    private static final String WORK = "resync";

    private final EntityManager database;
    private final Publications publications;
    private final Instance<CheckPublisher> publishers;
    private final Leases leases;
    private final Clock clock;

    Resync(
            EntityManager database,
            Publications publications,
            Instance<CheckPublisher> publishers,
            Leases leases,
            Clock clock) {
        this.leases = leases;
        this.database = database;
        this.publications = publications;
        this.publishers = publishers;
        this.clock = clock;
    }

    private record Server(String destination, String source) {}

    private record Place(Server server, String object, long series) {}

    /** A token comes with the configuration, and so with a start; so does what repairs a farm that failed. */
    void started(@Observes StartupEvent event) {
        publishers.forEach(publisher -> QuarkusTransaction.requiringNew().run(() -> release(publisher)));
        QuarkusTransaction.requiringNew().run(this::revive);
    }

    @Scheduled(
            every = "{beeyard.resync}",
            identity = "resync",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (!leases.holds(WORK)) {
            return;
        }
        Set<Server> unwell = new HashSet<>();
        for (Place place : QuarkusTransaction.requiringNew().call(this::due)) {
            if (unwell.contains(place.server())) {
                continue;
            }
            try {
                QuarkusTransaction.requiringNew().run(() -> publications.write(place.series()));
                compare(place);
            } catch (Trouble trouble) {
                log.infof("%s %s: %s", place.server().source(), place.object(), trouble.getMessage());
                if (trouble.extent() == Trouble.Extent.ALL) {
                    unwell.add(place.server());
                } else {
                    QuarkusTransaction.requiringNew().run(() -> putOff(place));
                }
            } catch (RuntimeException e) {
                log.errorf(e, "%s %s cannot be compared", place.server().source(), place.object());
                QuarkusTransaction.requiringNew().run(() -> putOff(place));
            }
        }
    }

    private void release(CheckPublisher publisher) {
        for (Object source : database.createNativeQuery(
                        "select distinct source from publication where destination = ?1 and status = 'WITHHELD'")
                .setParameter(1, publisher.destination())
                .getResultList()) {
            if (publisher.withheld((String) source).isEmpty()) {
                Instant now = clock.instant();
                database.createNativeQuery("""
                                update publication set status = case when changed_at > ?3 then 'WAITING' else 'DROPPED' end, error = null, not_before = ?4
                                 where destination = ?1 and source = ?2 and status = 'WITHHELD'
                                """)
                        .setParameter(1, publisher.destination())
                        .setParameter(2, source)
                        .setParameter(3, now.minus(LOOKED_BACK))
                        .setParameter(4, now)
                        .executeUpdate();
            }
        }
    }

    private void revive() {
        Instant now = clock.instant();
        Sql.query(database, """
                        update publication set status = 'WAITING', tries = 0, not_before = ?1
                         where id in (select id from publication where status = 'DEAD' and changed_at > ?2 for update skip locked)
                        """, now, now.minus(LOOKED_BACK)).executeUpdate();
    }

    /** So many of each server: one that is not well holds up no other. */
    private List<Place> due() {
        Instant now = clock.instant();
        return Sql.rows(database, """
                        select destination, source, object, series
                          from (select destination, source, object, max(series_id) as series,
                                       row_number() over (partition by destination, source order by min(coalesce(verified_at, changed_at))) as turn
                                  from publication
                                 where changed_at > ?2 and (status = 'SENT' and verified_at < ?1 or status = 'DEAD' and not_before < ?3)
                                 group by destination, source, object) p
                         where turn <= ?4 order by turn
                        """, now.minus(EVERY), now.minus(LOOKED_BACK), now, AT_ONCE).stream()
                .map(r ->
                        new Place(new Server((String) r[0], (String) r[1]), (String) r[2], ((Number) r[3]).longValue()))
                .toList();
    }

    private void compare(Place place) throws Trouble {
        Optional<CheckPublisher> publisher = publishers.stream()
                .filter(p -> p.destination().equals(place.server().destination()))
                .findFirst();
        if (publisher.isPresent()) {
            CheckPublisher there = publisher.get();
            Optional<Map<String, Notice>> shown = there.shown(place.server().source(), place.object());
            QuarkusTransaction.requiringNew().run(() -> note(place, there, shown));
        }
    }

    /** @param shown empty when it cannot be known */
    private void note(Place place, CheckPublisher publisher, Optional<Map<String, Notice>> shown) {
        Instant now = clock.instant();
        for (Object[] r : Sql.rows(
                database, """
                select id, context, state, description, target_url from publication
                 where destination = ?1 and source = ?2 and object = ?3 and status in ('SENT', 'DEAD') for update
                """, place.server().destination(), place.server().source(), place.object())) {
            Notice said = new Notice(
                    place.server().source(),
                    place.object(),
                    (String) r[1],
                    CheckState.valueOf((String) r[2]),
                    (String) r[3],
                    (String) r[4]);
            boolean lost = shown.isPresent()
                    && !publisher.asShown(said).equals(shown.get().get(said.context()));
            Sql.query(database, """
                            update publication
                               set verified_at = ?2, not_before = ?2, tries = 0,
                                   status = case when ?3 or status = 'DEAD' then 'WAITING' else status end,
                                   error = case when status = 'DEAD' then error when ?3 then 'it was lost or changed elsewhere' end
                             where id = ?1
                            """, r[0], now, lost).executeUpdate();
        }
    }

    private void putOff(Place place) {
        Instant now = clock.instant();
        Sql.query(
                        database,
                        """
                        update publication
                           set verified_at = case when status = 'SENT' then cast(?4 as timestamptz) else verified_at end,
                               not_before = case when status = 'DEAD' then cast(?5 as timestamptz) else not_before end
                         where destination = ?1 and source = ?2 and object = ?3 and status in ('SENT', 'DEAD')
                        """,
                        place.server().destination(),
                        place.server().source(),
                        place.object(),
                        now.minus(EVERY).plus(LATER),
                        now.plus(LATER))
                .executeUpdate();
    }
}
