package org.beeyard.job;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import org.beeyard.people.Act;
import org.beeyard.people.Actor;
import org.beeyard.people.Audit;
import org.jboss.logging.Logger;

/**
 * Stops pools whose places fail, before they burn every series' tries; people let them go on. That an attempt had to give way to
 * others is no failure.
 */
@ApplicationScoped
public class PoolPauses {

    private static final Logger log = Logger.getLogger(PoolPauses.class);

    private final EntityManager database;
    private final PausingConfig config;
    private final Pools pools;
    private final Audit audit;
    private final Clock clock;

    PoolPauses(EntityManager database, PausingConfig config, Pools pools, Audit audit, Clock clock) {
        this.database = database;
        this.config = config;
        this.pools = pools;
        this.audit = audit;
        this.clock = clock;
    }

    @Scheduled(every = "10s", identity = "pausing", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        Instant now = clock.instant();
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("""
                        select a.pool, count(*), count(*) filter (where a.state = 'ERROR'), (array_agg(a.sentence order by a.id desc) filter (where a.state = 'ERROR'))[1],
                               count(distinct s.topic_id) filter (where a.state = 'ERROR'), count(*) filter (where a.state = 'ERROR' and s.id is null)
                          from attempt a left join pool_pause p on p.pool = a.pool
                               join job j on j.id = a.job_id join run r on r.id = j.run_id left join series s on s.id = r.series_id
                         where a.finished_at > ?1 and a.state <> 'CANCELLED' and p.since is null
                           and a.reason is distinct from 'PREEMPTED'
                           and a.pool = any (?2)
                           and (p.resumed_at is null or a.finished_at > p.resumed_at)
                         group by a.pool
                        """)
                        .setParameter(1, now.minus(config.window()))
                        .setParameter(2, pools.names().toArray(String[]::new))
                        .getResultList()
                        .forEach(row -> judge((Object[]) row, now)));
    }

    private void judge(Object[] row, Instant now) {
        long all = ((Number) row[1]).longValue();
        long errors = ((Number) row[2]).longValue();
        long changes = ((Number) row[4]).longValue();
        long ofNoSeries = ((Number) row[5]).longValue();
        // A series can make its own attempts end so; it is not to stop everybody else's.
        boolean place = changes > 1 || ofNoSeries > 0;
        if (place && all >= config.least() && errors * 100 > all * config.percent()) {
            String why =
                    errors + " of the last " + all + " attempts ended in infrastructure errors, the newest: " + row[3];
            log.errorf("pool %s is paused: %s", row[0], why);
            pause((String) row[0], why, now);
        }
    }

    private void pause(String pool, String why, Instant now) {
        database.createNativeQuery("""
                        insert into pool_pause (pool, since, reason) values (?1, ?2, ?3)
                        on conflict (pool) do update set since = excluded.since, reason = excluded.reason where pool_pause.since is null
                        """)
                .setParameter(1, pool)
                .setParameter(2, now)
                .setParameter(3, why)
                .executeUpdate();
    }

    /** Starts nothing more in the pool; what runs there goes on. False when there is no such pool. */
    public boolean pause(String pool, Actor by) {
        if (pools.named(pool).isEmpty()) {
            return false;
        }
        QuarkusTransaction.requiringNew().run(() -> {
            pause(pool, by.name() + " has paused it.", clock.instant());
            audit.note(by, Act.PAUSE, "pool " + pool, "");
        });
        return true;
    }

    /** What failed before is forgiven. False when the pool is not paused. */
    public boolean resume(String pool, Actor by) {
        return QuarkusTransaction.requiringNew().call(() -> {
            boolean resumed = database.createNativeQuery(
                                    "update pool_pause set since = null, reason = null, resumed_at = ?2 where pool = ?1 and since is not null")
                            .setParameter(1, pool)
                            .setParameter(2, clock.instant())
                            .executeUpdate()
                    == 1;
            if (resumed) {
                audit.note(by, Act.RESUME, "pool " + pool, "");
            }
            return resumed;
        });
    }
}
