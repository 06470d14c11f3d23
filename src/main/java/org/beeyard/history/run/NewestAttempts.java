package org.beeyard.history.run;

/** What the newest attempts of a job's shards come to together, for queries. */
public final class NewestAttempts {

    /** Joins {@code a}, one row for the job {@code j}: nothing in it where no attempt was made. */
    public static final String JOINED = """
            left join lateral (
                 select max(x.id) as id, max(x.number) as number, min(x.first_started_at) as started_at,
                        case when bool_and(x.finished_at is not null) then max(x.finished_at) end as finished_at,
                        (array_agg(x.step order by x.finished_at is not null, x.number desc))[1] as step,
                        sum(x.done) as done, sum(x.expected) as expected, max(x.accelerator) as accelerator, max(x.all_cpu_ms) as cpu_ms
                   from (select distinct on (shard) *, min(started_at) over () as first_started_at, sum(cpu_ms) over () as all_cpu_ms
                           from attempt where job_id = j.id order by shard, number desc) x) a on true
            """;

    private NewestAttempts() {}
}
