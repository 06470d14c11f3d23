package org.beeyard.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.beeyard.plan.JobKind;
import org.beeyard.plan.Shards;
import org.beeyard.plan.Shards.Share;
import org.beeyard.plan.Suites;

/** Splits the suites of jobs that may begin over the slots that are free. In the caller's transaction. */
@ApplicationScoped
class Sharding {

    /** Jobs of a name that are looked through for one with the tests' times. */
    private static final int LOOKED_BACK = 200;

    private final EntityManager database;
    private final Pools pools;

    Sharding(EntityManager database, Pools pools) {
        this.database = database;
        this.pools = pools;
    }

    /** A part of a job's suite for an attempt to run. */
    record Part(Job job, Share share) {}

    List<Part> parts(List<Job> jobs) {
        Map<String, List<Job>> byPool =
                jobs.stream().collect(Collectors.groupingBy(Job::pool, TreeMap::new, Collectors.toList()));
        List<Part> parts = new ArrayList<>();
        byPool.forEach((pool, waiting) -> parts.addAll(parts(pool, waiting)));
        return parts;
    }

    private List<Part> parts(String name, List<Job> jobs) {
        List<Shards.Suite> suites = jobs.stream().map(this::suite).toList();
        List<Integer> counts = pools.named(name)
                .map(pool -> Shards.allot(suites, pool.slots() - unfinished(name), pool.shards(), pool.shardTime()))
                .orElseGet(() -> jobs.stream().map(job -> 1).toList());
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            for (Share share : Shards.split(suites.get(i), counts.get(i))) {
                parts.add(new Part(jobs.get(i), share));
            }
        }
        return parts;
    }

    private int unfinished(String pool) {
        return ((Number) database.createNativeQuery(
                                "select count(*) from attempt where pool = ?1 and finished_at is null")
                        .setParameter(1, pool)
                        .getSingleResult())
                .intValue();
    }

    /** What its tests took when it was last run to its end on its tree, with a series or without. */
    private Shards.Suite suite(Job job) {
        Map<String, Duration> times = new HashMap<>();
        boolean divisible = job.kind() == JobKind.TEST
                && job.script().isEmpty()
                && job.onlyTests().isEmpty()
                && Suites.divisible(job.suite().orElse(""));
        if (divisible) {
            for (Object row : database.createNativeQuery("""
                            select t.test, max(r.duration_ms)
                              from (select j.id
                                      from (select id, run_id from job where name = ?1 and id < ?2 order by id desc limit ?3) j
                                      join run r on r.id = j.run_id and r.kind in ('BASE', 'SERIES')
                                      join base b on b.id = r.base_id
                                      join job o on o.id = j.id and o.state in ('PASSED', 'FAILED')
                                     where b.tree_id = (select c.tree_id from base c where c.id = ?4)
                                       and exists (select 1 from attempt x join test_result y on y.attempt_id = x.id
                                                    where x.job_id = j.id and x.purpose <> 'CONFIRM')
                                       and not exists (select 1 from attempt z where z.job_id = j.id and (z.died or z.state = 'TIMED_OUT'))
                                     order by j.id desc limit 1) last
                              join attempt a on a.job_id = last.id and a.purpose <> 'CONFIRM'
                              join test_result r on r.attempt_id = a.id and r.day = cast(a.created_at at time zone 'UTC' as date)
                              join test t on t.id = r.test_id and t.subtest = ''
                             where r.status <> 2
                             group by t.test
                            """)
                    .setParameter(1, job.name())
                    .setParameter(2, job.id())
                    .setParameter(3, LOOKED_BACK)
                    .setParameter(4, job.run().baseId())
                    .getResultList()) {
                Object[] test = (Object[]) row;
                times.put((String) test[0], Duration.ofMillis(Math.max(0, ((Number) test[1]).longValue())));
            }
        }
        return new Shards.Suite(times);
    }
}
