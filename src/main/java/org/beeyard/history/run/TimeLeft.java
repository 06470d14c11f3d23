package org.beeyard.history.run;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.beeyard.history.Rows;
import org.beeyard.job.PoolConfig;
import org.beeyard.job.Pools;
import org.jspecify.annotations.Nullable;

/** How long runs will still take, by {@link Eta}. In the caller's transaction. */
@ApplicationScoped
public class TimeLeft {

    /** What a job of that name took last time on a tree is looked up once, however many runs wait for one. */
    private static final String OPEN = """
            with open as materialized (
                 select j.run_id, j.name, j.kind, j.state, j.arch, j.compiler, j.pool, r.kind as of_kind, b.tree_id, a.started_at
                   from job j join run r on r.id = j.run_id left join base b on b.id = r.base_id
                   left join lateral (
                        select min(x.started_at) as started_at from (select distinct on (y.shard) y.started_at from attempt y where y.job_id = j.id order by y.shard, y.number desc) x) a on true
                  where j.run_id = any(?1) and j.state in ('BLOCKED', 'QUEUED', 'RUNNING')),
            usual as materialized (
                 select k.name, k.of_kind, k.tree_id, u.seconds
                   from (select distinct name, of_kind, tree_id from open) k
                   join lateral (
                        select cast(extract(epoch from x.finished_at - y.started_at) as bigint) as seconds
                          from (select * from job o where o.name = k.name order by o.id desc limit 100) x
                          join run z on z.id = x.run_id and z.kind = k.of_kind
                          left join base b on b.id = z.base_id
                          join attempt y on y.job_id = x.id and y.number = 1 and y.started_at is not null
                         where b.tree_id is not distinct from k.tree_id and x.state in ('PASSED', 'FAILED') order by x.id desc limit 1) u on true)
            select o.run_id, o.kind, o.state, o.arch || ' ' || o.compiler, o.pool, o.started_at, u.seconds
              from open o left join usual u on u.name = o.name and u.of_kind = o.of_kind and u.tree_id is not distinct from o.tree_id
            """;

    private final EntityManager database;
    private final Pools pools;
    private final Clock clock;

    TimeLeft(EntityManager database, Pools pools, Clock clock) {
        this.database = database;
        this.pools = pools;
        this.clock = clock;
    }

    /** Seconds, by run; without those of which it is not known. */
    public Map<Long, Long> of(Long... runs) {
        Map<Long, Long> left = new HashMap<>();
        if (runs.length > 0) {
            Rows.of(database, OPEN, (Object) runs)
                    .collect(Collectors.groupingBy(
                            r -> number(r[0]), Collectors.mapping(TimeLeft::work, Collectors.toList())))
                    .forEach((run, jobs) -> of(jobs).ifPresent(seconds -> left.put(run, seconds)));
        }
        return left;
    }

    /** Seconds; nothing when that is not known, or it is over. */
    public @Nullable Long of(RunRow run) {
        return run.finishedAt() != null ? null : of(run.id()).get(run.id());
    }

    private Optional<Long> of(List<Eta.Work> jobs) {
        return Eta.of(jobs, this::slots, clock.instant()).map(Duration::toSeconds);
    }

    private int slots(String pool) {
        return pools.named(pool).map(PoolConfig.Pool::slots).orElse(1);
    }

    private static Eta.Work work(Object[] r) {
        return new Eta.Work((String) r[1], (String) r[2], (String) r[3], (String) r[4], (Instant) r[5], optional(r[6]));
    }
}
