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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.beeyard.check.CheckPublisher.Trouble;
import org.beeyard.lease.Leases;
import org.jboss.logging.Logger;

/**
 * Compares what was said in the last two days with what is shown, and says again what was lost or changed elsewhere. At
 * a start it lets out what was withheld, when the token has come.
 */
@ApplicationScoped
class Resync {

    private static final Logger log = Logger.getLogger(Resync.class);
    private static final Duration LOOKED_BACK = Duration.ofHours(48);
    private static final Duration EVERY = Duration.ofHours(6);
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

    private record Place(String destination, String source, String object, long series) {}

    /** A token comes with the configuration, and so with a start. */
    void started(@Observes StartupEvent event) {
        publishers.forEach(publisher -> QuarkusTransaction.requiringNew().run(() -> release(publisher)));
    }

    @Scheduled(
            every = "{beeyard.resync}",
            identity = "resync",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (!leases.holds(WORK)) {
            return;
        }
        for (Place place : QuarkusTransaction.requiringNew().call(this::due)) {
            try {
                QuarkusTransaction.requiringNew().run(() -> publications.write(place.series()));
                compare(place);
            } catch (Trouble trouble) {
                log.infof("%s %s: %s", place.source(), place.object(), trouble.getMessage());
                return; // the server has trouble: next time
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

    private List<Place> due() {
        Instant now = clock.instant();
        return database
                .createNativeQuery("""
                        select destination, source, object, max(series_id)
                          from publication
                         where status = 'SENT' and verified_at < ?1 and changed_at > ?2
                         group by destination, source, object order by min(verified_at) limit ?3
                        """, Object[].class)
                .setParameter(1, now.minus(EVERY))
                .setParameter(2, now.minus(LOOKED_BACK))
                .setParameter(3, AT_ONCE)
                .getResultList()
                .stream()
                .map(row -> {
                    Object[] r = (Object[]) row;
                    return new Place((String) r[0], (String) r[1], (String) r[2], ((Number) r[3]).longValue());
                })
                .toList();
    }

    private void compare(Place place) throws Trouble {
        Optional<CheckPublisher> publisher = publishers.stream()
                .filter(p -> p.destination().equals(place.destination()))
                .findFirst();
        Optional<Map<String, Notice>> shown = Optional.empty();
        try {
            if (publisher.isPresent()) {
                shown = publisher.get().shown(place.source(), place.object());
            }
        } catch (Trouble trouble) {
            if (!trouble.lasting()) {
                throw trouble;
            }
            log.infof("%s %s: %s", place.source(), place.object(), trouble.getMessage()); // nothing to repair there
        }
        Optional<Map<String, Notice>> there = shown;
        UnaryOperator<Notice> form = said -> publisher.map(p -> p.asShown(said)).orElse(said);
        QuarkusTransaction.requiringNew().run(() -> note(place, there, form));
    }

    /**
     * @param shown empty when it cannot be known
     * @param form in which what was said is shown there
     */
    private void note(Place place, Optional<Map<String, Notice>> shown, UnaryOperator<Notice> form) {
        Instant now = clock.instant();
        for (Object row : database.createNativeQuery("""
                        select id, context, state, description, target_url from publication
                         where destination = ?1 and source = ?2 and object = ?3 and status = 'SENT' for update
                        """)
                .setParameter(1, place.destination())
                .setParameter(2, place.source())
                .setParameter(3, place.object())
                .getResultList()) {
            Object[] r = (Object[]) row;
            Notice said = new Notice(
                    place.source(),
                    place.object(),
                    (String) r[1],
                    CheckState.valueOf((String) r[2]),
                    (String) r[3],
                    (String) r[4]);
            boolean lost = shown.isPresent() && !form.apply(said).equals(shown.get().get(said.context()));
            database.createNativeQuery("""
                            update publication set verified_at = ?2, status = case when ?3 then 'WAITING' else status end,
                                   error = case when ?3 then 'it was lost or changed elsewhere' end, not_before = ?2, tries = 0 where id = ?1
                            """)
                    .setParameter(1, r[0])
                    .setParameter(2, now)
                    .setParameter(3, lost)
                    .executeUpdate();
        }
    }
}
