package org.beeyard.series.github;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.beeyard.sql.Sql;
import org.jspecify.annotations.Nullable;

/** The queue of what GitHub told, and of what a poll found that it had not told. */
@ApplicationScoped
class Deliveries {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final int DOUBLINGS = 8; // up to an hour
    private static final int MOST_TRIES = 30;
    private static final int AT_ONCE = 50;
    private static final int LONGEST = 4096;

    private final EntityManager database;
    private final Clock clock;

    Deliveries(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    enum Kind {
        /** A pull request has changed. */
        PULL,
        /** A branch has changed. */
        BRANCH,
        /** A comment has commands. */
        COMMENT,
        /** A check is to be run again. */
        RERUN,
        /** Something has changed: all is looked at. */
        LOOK
    }

    /**
     * @param number of the pull request
     * @param login who did it
     * @param words of a comment; of a check its external id; a branch's name
     * @param saidAt by GitHub's clock
     */
    record Delivery(
            String id,
            String repository,
            Kind kind,
            @Nullable Integer number,
            @Nullable Long comment,
            String login,
            String words,
            @Nullable Instant saidAt) {

        Delivery {
            words = words.length() > LONGEST ? words.substring(0, LONGEST) : words;
            words = words.replace("\0", "");
            login = login.replace("\0", "");
        }
    }

    /** False when it is here already: the same delivery, or another one of the same comment. In the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean add(Delivery what) {
        return Sql.query(
                                database,
                                """
                                insert into webhook_delivery (id, repository, kind, number, comment_id, login, words, said_at, received_at, due_at)
                                values (?1, ?2, ?3, cast(?4 as int), cast(?5 as bigint), ?6, ?7, cast(?8 as timestamptz), ?9, ?9)
                                on conflict do nothing
                                """,
                                what.id(),
                                what.repository(),
                                what.kind().name(),
                                what.number(),
                                what.comment(),
                                what.login(),
                                what.words(),
                                what.saidAt(),
                                clock.instant())
                        .executeUpdate()
                > 0;
    }

    List<Delivery> due(String repository) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Sql.query(database, """
                                select id, repository, kind, number, comment_id, login, words, said_at from webhook_delivery
                                 where repository = ?1 and done_at is null and due_at <= ?2 order by due_at, received_at limit %d
                                """.formatted(AT_ONCE), repository, clock.instant())
                        .getResultStream()
                        .map(row -> delivery((Object[]) row))
                        .toList());
    }

    private static Delivery delivery(Object[] r) {
        return new Delivery(
                (String) r[0],
                (String) r[1],
                Kind.valueOf((String) r[2]),
                (Integer) r[3],
                (Long) r[4],
                Optional.ofNullable((String) r[5]).orElse(""),
                Optional.ofNullable((String) r[6]).orElse(""),
                (Instant) r[7]);
    }

    /** Whether a branch is going to be looked at anyway. In the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean waits(String repository, String branch) {
        return !Sql.query(
                        database,
                        "select 1 from webhook_delivery where repository = ?1 and kind = 'BRANCH' and words = ?2 and done_at is null",
                        repository,
                        branch)
                .getResultList()
                .isEmpty();
    }

    /** In the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean has(String id) {
        return !Sql.query(database, "select 1 from webhook_delivery where id = ?1", id)
                .getResultList()
                .isEmpty();
    }

    boolean isOpen(Delivery what) {
        return QuarkusTransaction.requiringNew()
                .call(() -> !Sql.query(
                                database, "select 1 from webhook_delivery where id = ?1 and done_at is null", what.id())
                        .getResultList()
                        .isEmpty());
    }

    /** In the transaction of what is done about it; false when somebody else has done it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean done(Delivery what, String outcome) {
        return Sql.query(
                                database,
                                "update webhook_delivery set done_at = ?2, outcome = ?3 where id = ?1 and done_at is null",
                                what.id(),
                                clock.instant(),
                                outcome.replace("\0", ""))
                        .executeUpdate()
                > 0;
    }

    /** What has been told of a pull request and not been seen to. */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<String> open(String repository, int number) {
        return Sql.rows(
                        database,
                        "select id from webhook_delivery where repository = ?1 and kind = 'PULL' and number = ?2 and done_at is null",
                        repository,
                        number)
                .stream()
                .map(row -> (String) row[0])
                .toList();
    }

    /** @param told what was {@linkplain #open} before the pull request was looked at: no clock says which that is, for farms have several */
    @Transactional(Transactional.TxType.MANDATORY)
    public void looked(List<String> told, String outcome) {
        Sql.query(
                        database,
                        "update webhook_delivery set done_at = ?2, outcome = ?3 where id = any(cast(?1 as text[])) and done_at is null",
                        told.toArray(String[]::new),
                        clock.instant(),
                        outcome.replace("\0", ""))
                .executeUpdate();
    }

    /** Later each time, until it is clear that it does not help. */
    void putOff(Delivery what, String why) {
        QuarkusTransaction.requiringNew().run(() -> {
            int tries = ((Number) Sql.query(
                                    database,
                                    "update webhook_delivery set tries = tries + 1, outcome = ?2 where id = ?1 returning tries",
                                    what.id(),
                                    why.replace("\0", ""))
                            .getSingleResult())
                    .intValue();
            Instant now = clock.instant();
            Sql.query(
                            database,
                            "update webhook_delivery set due_at = ?2, done_at = case when ?3 then cast(?4 as timestamptz) end where id = ?1",
                            what.id(),
                            now.plus(PAUSE.multipliedBy(1L << Math.min(tries - 1, DOUBLINGS))),
                            tries >= MOST_TRIES,
                            now)
                    .executeUpdate();
        });
    }

    @Scheduled(every = "6h", identity = "deliveries", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        Instant last = clock.instant().minus(KEPT);
        QuarkusTransaction.requiringNew().run(() -> {
            // What a poll finds again must be known, however long nobody has commented.
            Sql.query(database, """
                delete from webhook_delivery d where d.done_at < ?1 and not exists (
                  select 1 from github_repository r
                   where d.kind = 'COMMENT' and r.name = d.repository and d.received_at >= r.comments_until - interval '1 day')
                """, last).executeUpdate();
            Sql.query(database, "delete from github_reply where ended_at < ?1", last)
                    .executeUpdate();
        });
    }
}
