package org.beeyard.history.farm;

import static org.beeyard.history.Rows.number;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.beeyard.history.Rate;
import org.beeyard.history.Rows;
import org.beeyard.job.PoolConfig;
import org.beeyard.job.Pools;
import org.jspecify.annotations.Nullable;

/** Reads what pools do, and how well. */
@ApplicationScoped
public class PoolHistory {

    private static final Duration DAY = Duration.ofDays(1);

    private final EntityManager database;
    private final Pools pools;
    private final Clock clock;

    PoolHistory(EntityManager database, Pools pools, Clock clock) {
        this.database = database;
        this.pools = pools;
        this.clock = clock;
    }

    /**
     * @param slots attempts that it may have in flight
     * @param live attempts in flight
     * @param builds besides its own architecture
     * @param emulates besides its own architecture
     * @param queued attempts that wait for a slot
     * @param waitingSince when the first of them could have begun
     * @param pausedSince when it was stopped, nothing when it was not
     */
    public record PoolRow(
            String name,
            String arch,
            List<String> builds,
            List<String> emulates,
            int slots,
            long live,
            long queued,
            @Nullable Instant waitingSince,
            @Nullable Instant pausedSince,
            @Nullable String pausedBecause) {

        /** What it does, in words. */
        public String work() {
            return arch
                    + (builds.isEmpty() ? "" : ", builds " + String.join(", ", builds))
                    + (emulates.isEmpty() ? "" : ", emulates " + String.join(", ", emulates));
        }
    }

    @Transactional
    public List<PoolRow> pools() {
        return Rows.of(database, """
                        select n.name, coalesce(a.live, 0), coalesce(a.queued, 0), a.since, p.since, p.reason
                          from unnest(?1) as n (name)
                          left join (select pool, count(*) filter (where state <> 'QUEUED') as live, count(*) filter (where state = 'QUEUED') as queued,
                                            min(not_before) filter (where state = 'QUEUED' and not_before <= ?2) as since
                                       from attempt where finished_at is null group by pool) a on a.pool = n.name
                          left join pool_pause p on p.pool = n.name order by n.name
                        """, pools.names().toArray(String[]::new), clock.instant())
                .map(r -> pool(pools.named((String) r[0]).orElseThrow(), r))
                .toList();
    }

    private static PoolRow pool(PoolConfig.Pool pool, Object[] r) {
        return new PoolRow(
                (String) r[0],
                pool.ownArch(),
                pool.buildsBesides(),
                pool.emulatesBesides(),
                pool.slots(),
                number(r[1]),
                number(r[2]),
                (Instant) r[3],
                (Instant) r[4],
                (String) r[5]);
    }

    /**
     * What became of a pool's attempts in the last 24 hours.
     *
     * @param errors for which the farm is to blame, of all that ended
     * @param accelerators of the VMs among them, as {@code KVM} and {@code TCG}
     * @param reasons of the errors, the most frequent first
     * @param meanWait seconds in the queue
     */
    public record PoolDay(
            String name,
            Rate errors,
            List<String> accelerators,
            List<Reason> reasons,
            @Nullable Long meanWait) {}

    public record Reason(String reason, long many) {

        /** @param text both, with a space between */
        private static Reason of(String text) {
            int space = text.lastIndexOf(' ');
            return new Reason(text.substring(0, space), Long.parseLong(text.substring(space + 1)));
        }
    }

    /** Of pools that did something. */
    @Transactional
    public List<PoolDay> day() {
        return Rows.of(database, """
                        select a.pool, count(*) filter (where a.state = 'ERROR'), count(*), coalesce(array_agg(distinct a.accelerator) filter (where a.accelerator is not null), '{}'),
                               array(select coalesce(e.reason, 'ERROR') || ' ' || count(*) from attempt e
                                      where e.finished_at > ?1 and e.pool = a.pool and e.state = 'ERROR' group by e.reason order by count(*) desc, e.reason limit 5),
                               cast(avg(extract(epoch from a.started_at - a.not_before)) as bigint)
                          from attempt a where a.finished_at > ?1 and a.state <> 'CANCELLED' group by a.pool order by a.pool
                        """, clock.instant().minus(DAY))
                .map(r -> new PoolDay(
                        (String) r[0],
                        new Rate(number(r[1]), number(r[2])),
                        List.of((String[]) r[3]),
                        Stream.of((String[]) r[4]).map(Reason::of).toList(),
                        Rows.optional(r[5])))
                .toList();
    }
}
