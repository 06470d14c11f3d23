package org.beeyard.history;

import static org.beeyard.history.Rows.number;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.beeyard.job.Pools;
import org.jspecify.annotations.Nullable;

/** Reads for pages what the stages have written. */
@ApplicationScoped
public class History {

    private static final String RUN_ROW = """
            select r.id, r.kind, r.state, nullif(concat_ws(' ', x.sentence, r.sentence), ''), r.created_at, r.finished_at, t.name, b.commit_id, s.id, s.title, s.version, s.submitter, r.patches
              from run r left join base b on b.id = r.base_id left join tree t on t.id = b.tree_id left join series s on s.id = r.series_id
              left join bisection x on x.run_id = r.id
            """;

    static final String FINDINGS = """
            select f.verdict, f.job_id, j.name, f.title, coalesce(t.subtest, '') <> '', f.base, f.patched, left(f.detail, 16384), f.id, t.suite, t.test, t.subtest, k.flaky, k.ran, k.patched_fail, k.patched
              from finding f join job j on j.id = f.job_id left join test t on t.id = f.test_id
              left join lateral (
                   select sum(d.flaky) as flaky, sum(d.pass + d.fail + d.patched) as ran, sum(d.patched_fail) as patched_fail, sum(d.patched) as patched
                     from run r join base b on b.id = r.base_id join test_daily d on d.test_id = f.test_id and d.tree_id = b.tree_id
                    where r.id = f.run_id and d.day > current_date - 30) k on true
            """;

    private static final int LIST = 50;

    private final EntityManager database;
    private final Pools pools;

    History(EntityManager database, Pools pools) {
        this.database = database;
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
     * @param queued attempts that wait for a slot
     * @param pausedSince when it was stopped, nothing when it was not
     */
    public record PoolRow(
            String name,
            long live,
            long queued,
            @Nullable Instant pausedSince,
            @Nullable String pausedBecause) {}

    @Transactional
    public List<PoolRow> pools() {
        return rows("""
                        select n.name, coalesce(a.live, 0), coalesce(a.queued, 0), p.since, p.reason
                          from unnest(?1) as n (name)
                          left join (select pool, count(*) filter (where state <> 'QUEUED') as live, count(*) filter (where state = 'QUEUED') as queued
                                       from attempt where finished_at is null group by pool) a on a.pool = n.name
                          left join pool_pause p on p.pool = n.name order by n.name
                        """, (Object) pools.names().toArray(String[]::new))
                .map(r -> new PoolRow((String) r[0], number(r[1]), number(r[2]), (Instant) r[3], (String) r[4]))
                .toList();
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
                        findings(id),
                        rows("select id, version, state from series where topic_id = ?1 order by id", number(r[10]))
                                .map(v -> new SeriesRow.VersionRow(number(v[0]), (int) number(v[1]), (String) v[2]))
                                .toList()));
    }

    private List<RunRow> runs(long series, String kind) {
        return rows(RUN_ROW + " where r.series_id = ?1 and r.kind = ?2 order by r.id desc limit " + LIST, series, kind)
                .map(History::run)
                .toList();
    }

    /** Of its newest run. */
    private List<RunDetail.FindingRow> findings(long series) {
        return rows(
                        FINDINGS
                                + " where f.run_id = (select max(x.id) from run x where x.series_id = ?1 and x.kind = 'SERIES') order by f.id limit 100",
                        series)
                .map(History::finding)
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
        return runRow(id)
                .map(run -> new RunDetail(
                        run,
                        run.series() == null
                                ? null
                                : rows(
                                                "select b.id, 0 from run b join run r on r.base_id = b.base_id and b.kind = 'BASE' where r.id = ?1 order by b.id desc limit 1",
                                                id)
                                        .findFirst()
                                        .map(r -> number(r[0]))
                                        .orElse(null),
                        ci(id),
                        search(id),
                        jobs(id),
                        rows(FINDINGS + " where f.run_id = ?1 order by f.id limit 500", id)
                                .map(History::finding)
                                .toList()));
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
                        select b.state, b.sentence, b.good, b.bad, b.at, b.step_run, j.name
                          from bisection b join job j on j.id = b.job_id where b.run_id = ?1
                        """, run)
                .findFirst()
                .map(r -> new RunDetail.Search(
                        (String) r[0],
                        (String) r[1],
                        (int) number(r[2]),
                        (int) number(r[3]),
                        (Integer) r[4],
                        r[5] == null ? null : number(r[5]),
                        (String) r[6]))
                .orElse(null);
    }

    private List<RunDetail.JobRow> jobs(long run) {
        return rows("""
                        select j.id, j.name, j.kind, j.state, j.since, j.sentence, a.id, coalesce(a.number, 0), a.started_at, a.finished_at, a.step,
                               coalesce(a.done, 0), coalesce(a.expected, 0), a.accelerator, a.cpu_ms, c.passed, c.failed, c.skipped
                          from job j
                          left join lateral (select * from attempt x where x.job_id = j.id order by x.number desc limit 1) a on true
                          left join lateral (
                               select count(*) filter (where r.status = 0) as passed, count(*) filter (where r.status >= 2) as failed,
                                      count(*) filter (where r.status = 1) as skipped
                                 from attempt x join test_result r on r.attempt_id = x.id join test t on t.id = r.test_id and t.subtest = ''
                                where x.job_id = j.id and x.purpose <> 'CONFIRM'
                                  and x.number = (select max(y.number) from attempt y where y.job_id = j.id and y.purpose <> 'CONFIRM')) c on true
                         where j.run_id = ?1 order by j.id
                        """, run)
                .map(r -> new RunDetail.JobRow(
                        number(r[0]),
                        (String) r[1],
                        (String) r[2],
                        (String) r[3],
                        (Instant) r[4],
                        (String) r[5],
                        r[6] == null ? null : number(r[6]),
                        (int) number(r[7]),
                        (Instant) r[8],
                        (Instant) r[9],
                        (String) r[10],
                        (int) number(r[11]),
                        (int) number(r[12]),
                        (String) r[13],
                        r[14] == null ? null : number(r[14]),
                        (int) number(r[15]),
                        (int) number(r[16]),
                        (int) number(r[17])))
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
                r[8] == null ? null : number(r[8]),
                (String) r[9],
                r[10] == null ? null : (int) number(r[10]),
                (String) r[11],
                (Integer) r[12]);
    }

    static RunDetail.FindingRow finding(Object[] r) {
        return new RunDetail.FindingRow(
                (String) r[0],
                number(r[1]),
                (String) r[2],
                (String) r[3],
                (Boolean) r[4],
                (String) r[5],
                (String) r[6],
                (String) r[7],
                number(r[8]),
                r[9] == null ? null : new TestName((String) r[9], (String) r[10], (String) r[11]),
                r[13] == null
                        ? null
                        : new RunDetail.Known(
                                new Rate(number(r[12]), number(r[13])), new Rate(number(r[14]), number(r[15]))));
    }
}
