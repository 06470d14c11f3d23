package org.beeyard.job;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.people.Secret;
import org.beeyard.plan.JobKind;

/** Hands out attempts. What is in flight is counted in the database, never in memory. */
@ApplicationScoped
public class Queue {

    /**
     * Ranks by how many slots the same topic would have with it, so that a topic of fifty jobs leaves others their share;
     * then the older run goes first, so that what was begun gets its verdict before something new is begun. A run is not
     * waited for when it is locked, as by who cancels it and waits for its attempts.
     */
    private static final String NEXT = """
            with known as (
                 select q.id, q.state, r.id as run_id, coalesce(s.topic_id, -r.id) as topic
                   from attempt q
                   join job j on j.id = q.job_id
                   join run r on r.id = j.run_id
                   left join series s on s.id = r.series_id
                  where q.pool = ?1 and q.finished_at is null and (q.state <> 'QUEUED' or q.not_before <= ?2)),
                 live as (select topic, count(*) as slots from known where state <> 'QUEUED' group by topic)
            select a.id
              from attempt a
              join (select k.id, k.run_id, row_number() over (partition by k.topic order by k.id) + coalesce(l.slots, 0) as turn
                      from known k left join live l on l.topic = k.topic
                     where k.state = 'QUEUED') ranked on ranked.id = a.id
              join run r on r.id = ranked.run_id
             where a.state = 'QUEUED'
             order by ranked.turn, ranked.run_id, a.id
             limit ?3
               for update of a skip locked
               for no key update of r skip locked
            """;

    private final EntityManager database;
    private final Pools pools;
    private final Clock clock;
    private final SecureRandom random;

    Queue(EntityManager database, Pools pools, Clock clock, SecureRandom random) {
        this.database = database;
        this.pools = pools;
        this.clock = clock;
        this.random = random;
    }

    /**
     * An attempt to be started.
     *
     * @param kind of its run: only what runs without strangers' patches may leave things for others
     * @param work of its job
     * @param arch of its job, which need not be that of the machine
     * @param limit after which it is stopped, once it runs
     * @param token its secret, which is told only once
     */
    public record Claim(
            long attempt, long run, RunKind kind, JobKind work, String arch, Duration limit, Secret token) {}

    /** Claims as many attempts as the pool has free slots. */
    public List<Claim> claim(String pool) {
        Optional<PoolConfig.Pool> config = pools.named(pool);
        if (config.isEmpty()) {
            return List.of();
        }
        return QuarkusTransaction.requiringNew().call(() -> {
            database.createNativeQuery("select pg_advisory_xact_lock(hashtext(?1))")
                    .setParameter(1, "pool " + pool)
                    .getSingleResult();
            if (paused(pool)) {
                return List.of();
            }
            int live = ((Number) database.createNativeQuery(
                                    "select count(*) from attempt where pool = ?1 and state in ('STARTING', 'RUNNING')")
                            .setParameter(1, pool)
                            .getSingleResult())
                    .intValue();
            int free = config.get().slots() - live;
            return free <= 0 ? List.of() : take(pool, config.get(), free);
        });
    }

    private boolean paused(String pool) {
        return !database.createNativeQuery("select 1 from pool_pause where pool = ?1 and since is not null")
                .setParameter(1, pool)
                .getResultList()
                .isEmpty();
    }

    private List<Claim> take(String pool, PoolConfig.Pool config, int most) {
        Instant now = clock.instant();
        List<Claim> claims = new ArrayList<>();
        for (Object id : database.createNativeQuery(NEXT)
                .setParameter(1, pool)
                .setParameter(2, now)
                .setParameter(3, most)
                .getResultList()) {
            Attempt attempt = database.find(Attempt.class, ((Number) id).longValue());
            Secret token = Secret.fresh("bya_", random);
            attempt.claimed(token.hash(), config.startTime(), now);
            attempt.job().become(JobState.RUNNING, null, now);
            attempt.job().run().running();
            claims.add(claim(attempt, token));
        }
        return claims;
    }

    /**
     * A new secret for an attempt that nobody has started yet; empty when it has ended or reported meanwhile, or another
     * replica has just taken it.
     *
     * @param since as it was seen
     */
    public Optional<Claim> reclaim(long attempt, Instant since) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Attempt row = database.find(Attempt.class, attempt, LockModeType.PESSIMISTIC_WRITE);
            if (row == null
                    || !(row.state() instanceof AttemptState.Starting(Instant begun, Instant _))
                    || !begun.equals(since)) {
                return Optional.empty();
            }
            Secret token = Secret.fresh("bya_", random);
            row.reclaimed(token.hash(), clock.instant());
            return Optional.of(claim(row, token));
        });
    }

    private Claim claim(Attempt attempt, Secret token) {
        Job job = attempt.job();
        Run run = job.run();
        return new Claim(attempt.id(), run.id(), run.kind(), job.kind(), job.arch(), pools.limit(attempt), token);
    }

    /** The place has no room for it now. */
    public void putBack(Claim claim, String words, Duration pause) {
        QuarkusTransaction.requiringNew().run(() -> {
            Attempt row = database.find(Attempt.class, claim.attempt(), LockModeType.PESSIMISTIC_WRITE);
            if (row != null && isOf(claim, row)) {
                row.putBack(words, clock.instant().plus(pause));
                if (!othersLive(row)) {
                    row.job().become(JobState.QUEUED, null, clock.instant());
                }
            }
        });
    }

    private boolean othersLive(Attempt attempt) {
        return !database.createNativeQuery(
                        "select 1 from attempt where job_id = ?1 and id <> ?2 and state in ('STARTING', 'RUNNING') limit 1")
                .setParameter(1, attempt.job().id())
                .setParameter(2, attempt.id())
                .getResultList()
                .isEmpty();
    }

    /** Whether the attempt still waits to be started with the claim's token: a farm that slept may hold a claim that another has renewed. */
    public boolean holds(Claim claim) {
        return QuarkusTransaction.requiringNew().call(() -> {
            Attempt row = database.find(Attempt.class, claim.attempt());
            return row != null && isOf(claim, row);
        });
    }

    private static boolean isOf(Claim claim, Attempt attempt) {
        return attempt.state() instanceof AttemptState.Starting
                && attempt.hasToken(claim.token().hash());
    }
}
