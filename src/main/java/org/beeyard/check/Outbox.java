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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.beeyard.check.CheckPublisher.Claimed;
import org.beeyard.check.CheckPublisher.Trouble;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings publications to where they are shown. A claim is a time: when the farm dies between saying and noting it, the
 * publication is claimed again later, and who publishes finds that it is shown already.
 */
@ApplicationScoped
class Outbox {

    private static final Logger log = Logger.getLogger(Outbox.class);
    private static final Duration CLAIM = Duration.ofMinutes(2);

    /** GitHub breaks off what takes it longer; nobody else was seen to need as long. */
    private static final Duration ON_ITS_WAY = Duration.ofSeconds(10);

    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int DOUBLINGS = 8;

    /** With these pauses half a day. */
    private static final int MOST_TRIES = 20;

    private static final int AT_ONCE = 20;

    private final EntityManager database;
    private final Instance<CheckPublisher> publishers;
    private final Clock clock;
    private final boolean alone;
    private final ReentrantLock turn = new ReentrantLock();

    /** @param alone whether the database is this farm's own, so that no other replica can be */
    Outbox(
            EntityManager database,
            Instance<CheckPublisher> publishers,
            Clock clock,
            @ConfigProperty(name = "beeyard.alone") boolean alone) {
        this.database = database;
        this.publishers = publishers;
        this.clock = clock;
        this.alone = alone;
    }

    /** Whoever had claimed something is gone, but not what he last asked for. Where there may be others, they are at it. */
    void started(@Observes StartupEvent event) {
        if (!alone) {
            return;
        }
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(
                                "update publication set claimed_until = least(claimed_until, ?1) where status = 'WAITING' and claimed_until is not null")
                        .setParameter(1, clock.instant().plus(ON_ITS_WAY))
                        .executeUpdate());
    }

    @Scheduled(every = "1s", identity = "outbox", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (!turn.tryLock()) {
            return;
        }
        try {
            for (CheckPublisher publisher : publishers) {
                List<Claimed> claimed = claim(publisher);
                while (!claimed.isEmpty()) {
                    byObject(claimed).values().forEach(notices -> say(publisher, notices));
                    claimed = claim(publisher);
                }
            }
        } finally {
            turn.unlock();
        }
    }

    private void say(CheckPublisher publisher, List<Claimed> notices) {
        try {
            publisher.publish(notices, new CheckPublisher.Report() {
                @Override
                public void sent(Claimed notice) {
                    QuarkusTransaction.requiringNew().run(() -> noteSent(notice));
                }

                @Override
                public void failed(Claimed notice, Trouble why) {
                    QuarkusTransaction.requiringNew().run(() -> noteFailed(notice, why));
                }

                @Override
                public void postponed(Claimed notice, Duration pause) {
                    QuarkusTransaction.requiringNew().run(() -> notePostponed(notice, pause));
                }
            });
        } catch (RuntimeException e) {
            log.errorf(
                    e,
                    "publications of series %d cannot be said",
                    notices.getFirst().series());
            Trouble trouble = new Trouble("The farm failed: " + e.getMessage(), false);
            notices.forEach(notice -> QuarkusTransaction.requiringNew().run(() -> noteFailed(notice, trouble)));
        }
    }

    private static Map<String, List<Claimed>> byObject(List<Claimed> claimed) {
        Map<String, List<Claimed>> objects = new LinkedHashMap<>();
        for (Claimed notice : claimed) {
            objects.computeIfAbsent(
                            notice.notice().source() + " " + notice.notice().object(), o -> new java.util.ArrayList<>())
                    .add(notice);
        }
        return objects;
    }

    /** All that is to be said on some objects, so that each of them is asked once. */
    private List<Claimed> claim(CheckPublisher publisher) {
        Instant now = clock.instant();
        return QuarkusTransaction.requiringNew()
                .call(() -> database
                        .createNativeQuery("""
                                update publication set claimed_until = ?3
                                 where id in (
                                       select id from publication
                                        where destination = ?1 and status = 'WAITING' and not_before <= ?2
                                          and (claimed_until is null or claimed_until < ?2 or claimed_until > ?3)
                                        order by not_before, id limit ?4 for update skip locked)
                                returning id, revision, series_id, run_id, source, object, context, state, description, target_url
                                """, Object[].class)
                        .setParameter(1, publisher.destination())
                        .setParameter(2, now)
                        .setParameter(3, now.plus(CLAIM))
                        .setParameter(4, AT_ONCE)
                        .getResultList()
                        .stream()
                        .map(row -> claimed((Object[]) row))
                        .sorted(java.util.Comparator.comparingLong(Claimed::id))
                        .toList());
    }

    private static Claimed claimed(Object[] r) {
        @Nullable Number run = (Number) r[3];
        return new Claimed(
                ((Number) r[0]).longValue(),
                ((Number) r[1]).intValue(),
                ((Number) r[2]).longValue(),
                run == null ? Optional.empty() : Optional.of(run.longValue()),
                new Notice(
                        (String) r[4],
                        (String) r[5],
                        (String) r[6],
                        CheckState.valueOf((String) r[7]),
                        (String) r[8],
                        (String) r[9]));
    }

    /** When there is another word to say by now, that one still waits. */
    private void noteSent(Claimed notice) {
        database.createNativeQuery("""
                        update publication
                           set shown = ?3, sent_at = ?4, verified_at = ?4, claimed_until = null, tries = 0,
                               status = case when revision = ?2 then 'SENT' else status end,
                               error = case when revision = ?2 then null else error end
                         where id = ?1
                        """)
                .setParameter(1, notice.id())
                .setParameter(2, notice.revision())
                .setParameter(3, notice.notice().state().name())
                .setParameter(4, clock.instant())
                .executeUpdate();
    }

    private void notePostponed(Claimed notice, Duration pause) {
        database.createNativeQuery("update publication set claimed_until = null, not_before = ?2 where id = ?1")
                .setParameter(1, notice.id())
                .setParameter(2, clock.instant().plus(pause))
                .executeUpdate();
    }

    /** The claim stays for as long as it may be said yet: until then nobody, and no newer word, can know whether it is. */
    private void noteFailed(Claimed notice, Trouble why) {
        Instant now = clock.instant();
        int tries = ((Number) database.createNativeQuery(
                                "update publication set tries = tries + 1, claimed_until = cast(?3 as timestamptz), error = ?2 where id = ?1 returning tries")
                        .setParameter(1, notice.id())
                        .setParameter(2, why.getMessage())
                        .setParameter(
                                3,
                                why.late()
                                        .map(late -> now.plus(late.compareTo(CLAIM) < 0 ? late : CLAIM))
                                        .orElse(null))
                        .getSingleResult())
                .intValue();
        boolean dead = why.lasting() || tries >= MOST_TRIES;
        if (dead) {
            log.warnf("publication %d is given up: %s", notice.id(), why.getMessage());
        }
        Duration backOff = PAUSE.multipliedBy(1L << Math.min(tries - 1, DOUBLINGS));
        Duration pause =
                why.pause().filter(asked -> asked.compareTo(backOff) > 0).orElse(backOff);
        database.createNativeQuery(
                        "update publication set not_before = ?3, status = case when ?4 then 'DEAD' else status end where id = ?1 and revision = ?2")
                .setParameter(1, notice.id())
                .setParameter(2, notice.revision())
                .setParameter(3, now.plus(pause))
                .setParameter(4, dead)
                .executeUpdate();
    }
}
