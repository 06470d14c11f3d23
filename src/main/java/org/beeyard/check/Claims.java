package org.beeyard.check;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.beeyard.check.CheckPublisher.Claimed;
import org.beeyard.check.CheckPublisher.Trouble;
import org.beeyard.sql.Sql;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Which publications are this replica's to say, and what became of them. A claim is a word that nobody else has, and a time by the
 * database's clock: who outlives his claim, because he was slow, neither says nor notes anything more, unless he has said it already. When
 * the farm dies between saying and noting it, the publication is claimed again later, and who publishes finds that it is shown.
 */
@ApplicationScoped
class Claims {

    private static final Logger log = Logger.getLogger(Claims.class);

    /** Longer than a request may take. */
    private static final int CLAIM_SECONDS = 120;

    private static final String CLAIM = "interval '" + CLAIM_SECONDS + " seconds'";

    /** GitHub breaks off what takes it longer; nobody else was seen to need as long. */
    private static final String ON_ITS_WAY = "interval '10 seconds'";

    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int DOUBLINGS = 8;

    /** With these pauses half a day. */
    private static final int MOST_TRIES = 20;

    /** Then it is looked whether the other side is well ({@link Resync}). */
    private static final Duration GIVEN_UP = Duration.ofHours(1);

    private static final int AT_ONCE = 20;

    private final EntityManager database;
    private final Clock clock;
    private final boolean alone;

    /** @param alone whether the database is this farm's own, so that no other replica can be */
    Claims(EntityManager database, Clock clock, @ConfigProperty(name = "beeyard.alone") boolean alone) {
        this.database = database;
        this.clock = clock;
        this.alone = alone;
    }

    /** Whoever had claimed something is gone, but not what he last asked for. Where there may be others, they are at it. */
    void started(@Observes StartupEvent event) {
        if (!alone) {
            return;
        }
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, """
                                update publication set claimed_until = least(claimed_until, now() + %s)
                                 where status = 'WAITING' and claimed_until is not null
                                """.formatted(ON_ITS_WAY)).executeUpdate());
    }

    /** All that is to be said on some objects, so that each of them is asked once. A claim that is too long is of a clock that was set back. */
    List<Claimed> take(String destination) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Sql.rows(database, """
                        update publication set claim = cast(gen_random_uuid() as text), claimed_until = now() + %1$s
                         where id in (
                               select id from publication
                                where destination = ?1 and status = 'WAITING' and not_before <= ?2
                                  and (claimed_until is null or claimed_until < now() or claimed_until > now() + 2 * %1$s)
                                order by not_before, id limit ?3 for update skip locked)
                        returning id, claim, revision, series_id, run_id, source, object, context, state, description, target_url
                        """.formatted(CLAIM), destination, clock.instant(), AT_ONCE).stream()
                        .map(Claims::claimed)
                        .sorted(Comparator.comparingLong(Claimed::id))
                        .toList());
    }

    private static Claimed claimed(Object[] r) {
        @Nullable Number run = (Number) r[4];
        return new Claimed(
                ((Number) r[0]).longValue(),
                (String) r[1],
                ((Number) r[2]).intValue(),
                ((Number) r[3]).longValue(),
                run == null ? Optional.empty() : Optional.of(run.longValue()),
                new Notice(
                        (String) r[5],
                        (String) r[6],
                        (String) r[7],
                        CheckState.valueOf((String) r[8]),
                        (String) r[9],
                        (String) r[10]));
    }

    /** Claims it anew for as long as one request may take, unless it is to be said no more or in newer words. Returns whether it is to be said. */
    boolean renew(Claimed notice) {
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        Sql.rows(database, """
                        update publication
                           set claimed_until = case when revision = ?3 and status = 'WAITING' then now() + %s end,
                               claim = case when revision = ?3 and status = 'WAITING' then claim end
                         where id = ?1 and claim = ?2 returning claim
                        """.formatted(CLAIM), notice.id(), notice.claim(), notice.revision())
                                .stream()
                                .anyMatch(row -> notice.claim().equals(row[0])));
    }

    /**
     * It is shown. When there is another word by now, whether that waits or somebody was faster with it, that one has to be said over this
     * one; whose claim it is then, stays his.
     */
    void sent(Claimed notice) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(
                                database,
                                """
                        update publication
                           set shown = ?4, sent_at = ?5, verified_at = ?5, tries = 0,
                               claimed_until = case when claim is distinct from ?2 then claimed_until end, claim = nullif(claim, ?2),
                               status = case when revision = ?3 then 'SENT' when status = 'WITHHELD' then status else 'WAITING' end,
                               error = case when revision = ?3 then null else error end
                         where id = ?1
                        """,
                                notice.id(),
                                notice.claim(),
                                notice.revision(),
                                notice.notice().state().name(),
                                clock.instant())
                        .executeUpdate());
    }

    void postponed(Claimed notice, Duration pause) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(
                                database,
                                "update publication set claim = null, claimed_until = null, not_before = ?3 where id = ?1 and claim = ?2",
                                notice.id(),
                                notice.claim(),
                                clock.instant().plus(pause))
                        .executeUpdate());
    }

    /** It stays claimed for as long as it may be said yet: until then nobody, and no newer word, can know whether it is. */
    void failed(Claimed notice, Trouble why) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.rows(
                                database,
                                """
                        update publication
                           set error = ?3, claim = null, claimed_until = now() + make_interval(secs => cast(?4 as double precision))
                         where id = ?1 and claim = ?2 returning revision, tries
                        """,
                                notice.id(),
                                notice.claim(),
                                why.getMessage(),
                                why.late()
                                        .map(late -> Math.min(late.toMillis() / 1000.0, CLAIM_SECONDS))
                                        .orElse(null))
                        .stream()
                        .filter(row -> row[0].equals(notice.revision()))
                        .forEach(row -> again(notice, why, ((Number) row[1]).intValue())));
    }

    /** Where nothing can be said, a notice has had no try of its own, however often: with one it is seen that it waits for that. */
    private void again(Claimed notice, Trouble why, int before) {
        int tries = why.extent() == Trouble.Extent.ALL ? Math.max(before, 1) : before + 1;
        boolean dead = why.extent() == Trouble.Extent.THIS_ALWAYS || tries >= MOST_TRIES;
        if (dead) {
            log.warnf("publication %d is given up: %s", notice.id(), why.getMessage());
        }
        Duration backOff = dead ? GIVEN_UP : PAUSE.multipliedBy(1L << Math.min(tries - 1, DOUBLINGS));
        Instant then = clock.instant()
                .plus(why.pause().filter(asked -> asked.compareTo(backOff) > 0).orElse(backOff));
        Sql.query(
                        database,
                        "update publication set tries = ?2, not_before = ?3, status = case when ?4 then 'DEAD' else status end where id = ?1 and status = 'WAITING'",
                        notice.id(),
                        tries,
                        then,
                        dead)
                .executeUpdate();
    }
}
