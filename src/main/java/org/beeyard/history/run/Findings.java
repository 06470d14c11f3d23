package org.beeyard.history.run;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.beeyard.history.Rate;
import org.beeyard.history.Rows;
import org.beeyard.history.TestName;
import org.beeyard.protocol.LeftName;

/** Reads what runs have found, and what is known of the tests in it. In the caller's transaction. */
@ApplicationScoped
public class Findings {

    private static final int WINDOW_DAYS = 30;

    private static final int LIST = 500;
    private static final int OF_SERIES = 100;

    private static final String ROWS = """
            select f.verdict, f.job_id, j.name, f.title, coalesce(t.subtest, '') <> '', f.base, f.patched, left(f.detail, 16384), f.id,
                   t.suite, t.test, t.subtest, k.flaky, k.ran, k.patched_fail, k.patched, f.rule_id, f.raw_verdict,
                   z.since_run, z.commit_id, z.since_at, q.attempt_id, f.why, p.fingerprint
              from finding f join job j on j.id = f.job_id left join test t on t.id = f.test_id
              left join lateral (
                   select sum(d.flaky) as flaky, sum(d.pass + d.fail + d.patched) as ran, sum(d.patched_fail) as patched_fail, sum(d.patched) as patched
                     from run r join base b on b.id = r.base_id join test_daily d on d.test_id = f.test_id and d.tree_id = b.tree_id
                    where r.id = f.run_id and t.subtest = '' and d.day > ?2) k on true
              left join lateral (
                   select s.since_run, c.commit_id, s.since_at from run r join base b on b.id = r.base_id
                     join test_standing s on s.test_id = f.test_id and s.tree_id = b.tree_id and s.outcome >= 2
                     join variant v on v.id = s.variant_id and v.arch = j.arch and v.compiler = j.compiler join base c on c.id = s.since_base
                    where r.id = f.run_id order by s.since_at limit 1) z on f.verdict = 'KNOWN_FAILURE' and t.subtest = ''
              left join lateral (
                   select x.attempt_id from attempt a join artifact x on x.attempt_id = a.id and x.name = ?3
                    where a.job_id = f.job_id order by a.number limit 1) q on f.verdict <> 'FIXED' and t.subtest = ''
              left join lateral (
                   select x.fingerprint from attempt a join splat x on x.attempt_id = a.id and x.title = f.title
                    where a.job_id = f.job_id order by x.id limit 1) p on f.test_id is null
            """;

    private final EntityManager database;
    private final Clock clock;

    Findings(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The worst ones.
     *
     * @param more that are not among these
     */
    public record Found(List<RunDetail.FindingRow> rows, long more) {}

    /** Of a job, of a test as a whole, or of a subtest of a test that failed before. */
    public record NewFailure(String jobName, String title) {}

    Found ofRun(long run) {
        return read("where f.run_id = ?1", LIST, run);
    }

    public Found ofJob(long job) {
        return read("where f.job_id = ?1 and f.run_id = j.run_id", LIST, job);
    }

    public Found ofNewestRun(long series) {
        return read(
                "where f.run_id = (select max(x.id) from run x where x.series_id = ?1 and x.kind = 'SERIES')",
                OF_SERIES,
                series);
    }

    /** All of them. */
    List<NewFailure> newFailures(long run) {
        return Rows.of(database, """
                        select j.name, f.title from told_finding f join job j on j.id = f.job_id
                         where f.run_id = ?1 and f.verdict in ('NEW_FAILURE', 'MISSING') order by f.id
                        """, run)
                .map(r -> new NewFailure((String) r[0], (String) r[1]))
                .toList();
    }

    private Found read(String which, int most, long id) {
        LocalDate before = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(WINDOW_DAYS);
        List<RunDetail.FindingRow> rows = Rows.of(
                        database, ROWS + which + " order by f.id limit " + most, id, before, LeftName.GUEST)
                .map(Findings::finding)
                .toList();
        return new Found(rows, rows.size() < most ? 0 : all(which, id) - rows.size());
    }

    private long all(String which, long id) {
        return Rows.of(database, "select count(*) from finding f join job j on j.id = f.job_id " + which, id)
                .mapToLong(r -> number(r[0]))
                .sum();
    }

    private static RunDetail.FindingRow finding(Object[] r) {
        return new RunDetail.FindingRow(
                (String) r[0],
                number(r[1]),
                (String) r[2],
                (String) r[3],
                (Boolean) r[4],
                (String) r[5],
                (String) r[6],
                (String) r[7],
                (String) r[22],
                number(r[8]),
                r[9] == null ? null : new TestName((String) r[9], (String) r[10], (String) r[11]),
                r[13] == null
                        ? null
                        : new RunDetail.Known(
                                new Rate(number(r[12]), number(r[13])), new Rate(number(r[14]), number(r[15]))),
                optional(r[16]),
                (String) r[17],
                r[18] == null ? null : new RunDetail.Since(number(r[18]), (String) r[19], (Instant) r[20]),
                optional(r[21]),
                (String) r[23]);
    }
}
