package org.beeyard.history;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.beeyard.job.PoolConfig;
import org.beeyard.job.Pools;
import org.jspecify.annotations.Nullable;

/** Reads for pages what the stages have written. */
@ApplicationScoped
public class History {

    private static final String RUN_ROW = """
            select r.id, r.kind, r.state, nullif(concat_ws(' ', x.sentence, r.sentence), ''), r.created_at, r.finished_at, t.name, b.commit_id, s.id, s.title, s.version, s.submitter, r.patches, r.at_commit
              from run r left join base b on b.id = r.base_id left join tree t on t.id = b.tree_id left join series s on s.id = r.series_id
              left join bisection x on x.run_id = r.id
            """;

    private static final int LIST = 50;

    private final EntityManager database;
    private final Pools pools;
    private final Findings findings;
    private final Programs programs;
    private final Clock clock;

    History(EntityManager database, Pools pools, Findings findings, Programs programs, Clock clock) {
        this.programs = programs;
        this.clock = clock;
        this.database = database;
        this.findings = findings;
        this.pools = pools;
    }

    /** The newest runs, before the one given. */
    @Transactional
    public List<RunRow> runs(@Nullable Long before) {
        return rows(
                        RUN_ROW + " where r.id < ?1 order by r.id desc limit " + LIST,
                        before == null ? Long.MAX_VALUE : before)
                .map(History::run)
                .toList();
    }

    /**
     * @param live attempts in flight
     * @param builds besides its own architecture
     * @param emulates besides its own architecture
     * @param queued attempts that wait for a slot
     * @param pausedSince when it was stopped, nothing when it was not
     */
    public record PoolRow(
            String name,
            String arch,
            List<String> builds,
            List<String> emulates,
            long live,
            long queued,
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
        return rows("""
                        select n.name, coalesce(a.live, 0), coalesce(a.queued, 0), p.since, p.reason
                          from unnest(?1) as n (name)
                          left join (select pool, count(*) filter (where state <> 'QUEUED') as live, count(*) filter (where state = 'QUEUED') as queued
                                       from attempt where finished_at is null group by pool) a on a.pool = n.name
                          left join pool_pause p on p.pool = n.name order by n.name
                        """, (Object) pools.names().toArray(String[]::new))
                .map(r -> pool(pools.named((String) r[0]).orElseThrow(), r))
                .toList();
    }

    private static PoolRow pool(PoolConfig.Pool pool, Object[] r) {
        return new PoolRow(
                (String) r[0],
                pool.ownArch(),
                pool.buildsBesides(),
                pool.emulatesBesides(),
                number(r[1]),
                number(r[2]),
                (Instant) r[3],
                (String) r[4]);
    }

    @Transactional
    public Optional<SeriesRow> series(long id) {
        return rows("""
                        select s.id, s.title, s.version, s.submitter, s.received_at, s.state, s.problem, t.name, b.commit_id, s.tree_reason, s.topic_id, s.ci_skipped
                          from series s left join base b on b.id = s.base_id left join tree t on t.id = b.tree_id where s.id = ?1
                        """, id)
                .findFirst()
                .map(r -> new SeriesRow(
                        number(r[0]),
                        (String) r[1],
                        (int) number(r[2]),
                        (String) r[3],
                        (Instant) r[4],
                        (String) r[5],
                        (String) r[6],
                        (String) r[7],
                        (String) r[8],
                        (String) r[9],
                        List.of((String[]) r[11]),
                        patches(id),
                        conflicts(id),
                        runs(id, "SERIES"),
                        runs(id, "BISECT"),
                        findings.ofNewestRun(id),
                        programs.ofNewestRun(id),
                        rows("select id, version, state from series where topic_id = ?1 order by id", number(r[10]))
                                .map(v -> new SeriesRow.VersionRow(number(v[0]), (int) number(v[1]), (String) v[2]))
                                .toList()));
    }

    private List<RunRow> runs(long series, String kind) {
        return rows(RUN_ROW + " where r.series_id = ?1 and r.kind = ?2 order by r.id desc limit " + LIST, series, kind)
                .map(History::run)
                .toList();
    }

    private List<SeriesRow.PatchRow> patches(long series) {
        return rows(
                        "select position, subject, author_name, commit_id from patch where series_id = ?1 order by position",
                        series)
                .map(r -> new SeriesRow.PatchRow((int) number(r[0]), (String) r[1], (String) r[2], (String) r[3]))
                .toList();
    }

    private List<SeriesRow.ConflictRow> conflicts(long series) {
        return rows("select position, path, hunks, text from conflict where series_id = ?1 order by id", series)
                .map(r -> new SeriesRow.ConflictRow(
                        (int) number(r[0]), (String) r[1], List.of((Integer[]) r[2]), (String) r[3]))
                .toList();
    }

    @Transactional
    public Optional<RunRow> runRow(long id) {
        return rows(RUN_ROW + " where r.id = ?1", id).findFirst().map(History::run);
    }

    @Transactional
    public Optional<RunDetail> run(long id) {
        return runRow(id).map(this::detail);
    }

    private RunDetail detail(RunRow run) {
        List<RunDetail.JobRow> jobs = jobs(run.id());
        Object[] more = rows("""
                        select case when r.series_id is not null then base_run_of(r.id) end,
                               r.retest_of, r.raw_state, r.raw_sentence, t.name, k.commit_id,
                               (select max(n.id) from run n where n.base_id = k.id and n.kind = 'BASE'),
                               r.pinned_at, r.pinned_by, r.artifacts_gone_at
                          from run r left join base b on b.id = r.base_id
                          left join base k on k.id = b.kernel_id left join tree t on t.id = k.tree_id where r.id = ?1
                        """, run.id()).findFirst().orElseThrow();
        return new RunDetail(
                run,
                optional(more[0]),
                ci(run.id()),
                more[4] == null ? null : new RunDetail.Kernel((String) more[4], (String) more[5], optional(more[6])),
                search(run.id()),
                jobs,
                findings.ofRun(run.id()),
                programs.counts(run.id()),
                optional(more[1]),
                more[2] == null ? null : new RunDetail.Unruled((String) more[2], (String) more[3]),
                run.finishedAt() != null
                        ? null
                        : Eta.of(jobs, this::slots, clock.instant())
                                .map(Duration::toSeconds)
                                .orElse(null),
                more[7] == null ? null : new RunDetail.Pin((Instant) more[7], (String) more[8]),
                (Instant) more[9]);
    }

    private int slots(String pool) {
        return pools.named(pool).map(PoolConfig.Pool::slots).orElse(1);
    }

    private RunDetail.@Nullable Ci ci(long run) {
        return rows("""
                        select b.ci_commit, case when s.id is null then b.ci_skipped else s.ci_skipped end
                          from run r join base b on b.id = r.base_id left join series s on s.id = r.series_id where r.id = ?1 and b.ci_commit <> ''
                        """, run)
                .findFirst()
                .map(r -> new RunDetail.Ci((String) r[0], List.of((String[]) r[1])))
                .orElse(null);
    }

    private RunDetail.@Nullable Search search(long run) {
        return rows("""
                        select b.state, b.sentence, b.good, b.bad, b.at, b.step_run, j.name,
                               case when b.good = 0 then g.commit_id else b.commits[b.good] end, b.commits[b.at]
                          from bisection b join job j on j.id = b.job_id left join base g on g.id = b.good_base where b.run_id = ?1
                        """, run)
                .findFirst()
                .map(r -> new RunDetail.Search(
                        (String) r[0],
                        (String) r[1],
                        (int) number(r[2]),
                        (int) number(r[3]),
                        (Integer) r[4],
                        optional(r[5]),
                        (String) r[6],
                        (String) r[7],
                        (String) r[8]))
                .orElse(null);
    }

    private List<RunDetail.JobRow> jobs(long run) {
        return rows("""
                        select j.id, j.name, j.kind, j.state, j.since, j.sentence, a.id, coalesce(a.number, 0), a.started_at, a.finished_at, a.step,
                               coalesce(a.done, 0), coalesce(a.expected, 0), a.accelerator, a.cpu_ms, c.passed, c.failed, c.skipped, coalesce(j.suite, ''), j.arch, j.compiler, j.pool, u.seconds, j.blocking
                          from job j
                          left join lateral (
                               select max(x.id) as id, max(x.number) as number, min(x.started_at) as started_at,
                                      case when bool_and(x.finished_at is not null) then max(x.finished_at) end as finished_at,
                                      (array_agg(x.step order by x.finished_at is not null, x.number desc))[1] as step,
                                      sum(x.done) as done, sum(x.expected) as expected, max(x.accelerator) as accelerator, sum(x.cpu_ms) as cpu_ms
                                 from (select distinct on (shard) * from attempt where job_id = j.id order by shard, number desc) x) a on true
                          left join lateral (
                               select sum(coalesce(x.passed, n.passed)) as passed, sum(coalesce(x.failed, n.failed)) as failed, sum(coalesce(x.skipped, n.skipped)) as skipped
                                 from (select distinct on (shard) * from attempt where job_id = j.id and purpose <> 'CONFIRM' order by shard, number desc) x
                                cross join lateral (
                                      select count(*) filter (where r.status = 0) as passed, count(*) filter (where r.status >= 2) as failed,
                                             count(*) filter (where r.status = 1) as skipped
                                        from test_result r join test t on t.id = r.test_id and t.subtest = ''
                                       where x.passed is null and r.attempt_id = x.id and r.day = cast(x.created_at at time zone 'UTC' as date)) n) c on true
                          left join lateral (
                               select extract(epoch from x.finished_at - y.started_at) as seconds
                                 from (select * from job o where o.name = j.name and o.id < j.id order by o.id desc limit 50) x
                                 join run z on z.id = x.run_id and z.kind = (select n.kind from run n where n.id = j.run_id)
                                 left join base b on b.id = z.base_id
                                 join attempt y on y.job_id = x.id and y.number = 1 and y.started_at is not null
                                where b.tree_id is not distinct from (select c.tree_id from run n join base c on c.id = n.base_id where n.id = j.run_id)
                                  and x.state in ('PASSED', 'FAILED') order by x.id desc limit 1) u on j.finished_at is null
                         where j.run_id = ?1 order by j.id
                        """, run)
                .map(r -> new RunDetail.JobRow(
                        number(r[0]),
                        (String) r[1],
                        (String) r[2],
                        (String) r[3],
                        (Instant) r[4],
                        (String) r[5],
                        optional(r[6]),
                        (int) number(r[7]),
                        (Instant) r[8],
                        (Instant) r[9],
                        (String) r[10],
                        (int) number(r[11]),
                        (int) number(r[12]),
                        (String) r[13],
                        optional(r[14]),
                        (int) number(r[15]),
                        (int) number(r[16]),
                        (int) number(r[17]),
                        new RunDetail.Place((String) r[18], (String) r[19], (String) r[20], (String) r[21]),
                        optional(r[22]),
                        (Boolean) r[23]))
                .toList();
    }

    private Stream<Object[]> rows(String sql, @Nullable Object... parameters) {
        return Rows.of(database, sql, parameters);
    }

    private static RunRow run(Object[] r) {
        return new RunRow(
                number(r[0]),
                (String) r[1],
                (String) r[2],
                (String) r[3],
                (Instant) r[4],
                (Instant) r[5],
                (String) r[6],
                (String) r[7],
                optional(r[8]),
                (String) r[9],
                r[10] == null ? null : (int) number(r[10]),
                (String) r[11],
                (Integer) r[12],
                (String) r[13]);
    }
}
