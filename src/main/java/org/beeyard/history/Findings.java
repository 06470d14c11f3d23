package org.beeyard.history;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Reads what runs have found, and what is known of the tests in it. In the caller's transaction. */
@ApplicationScoped
class Findings {

    private static final int WINDOW_DAYS = 30;

    private static final String ROWS = """
            select f.verdict, f.job_id, j.name, f.title, coalesce(t.subtest, '') <> '', f.base, f.patched, left(f.detail, 16384), f.id,
                   t.suite, t.test, t.subtest, k.flaky, k.ran, k.patched_fail, k.patched, f.rule_id, f.raw_verdict
              from finding f join job j on j.id = f.job_id left join test t on t.id = f.test_id
              left join lateral (
                   select sum(d.flaky) as flaky, sum(d.pass + d.fail + d.patched) as ran, sum(d.patched_fail) as patched_fail, sum(d.patched) as patched
                     from run r join base b on b.id = r.base_id join test_daily d on d.test_id = f.test_id and d.tree_id = b.tree_id
                    where r.id = f.run_id and t.subtest = '' and d.day > ?2) k on true
            """;

    private final EntityManager database;
    private final Clock clock;

    Findings(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    List<RunDetail.FindingRow> ofRun(long run) {
        return read("where f.run_id = ?1 order by f.id limit 500", run);
    }

    List<RunDetail.FindingRow> ofJob(long job) {
        return read("where f.job_id = ?1 and f.run_id = j.run_id order by f.id limit 500", job);
    }

    List<RunDetail.FindingRow> ofNewestRun(long series) {
        return read(
                "where f.run_id = (select max(x.id) from run x where x.series_id = ?1 and x.kind = 'SERIES') order by f.id limit 100",
                series);
    }

    private List<RunDetail.FindingRow> read(String which, long id) {
        LocalDate before = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(WINDOW_DAYS);
        return Rows.of(database, ROWS + which, id, before)
                .map(Findings::finding)
                .toList();
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
                number(r[8]),
                r[9] == null ? null : new TestName((String) r[9], (String) r[10], (String) r[11]),
                r[13] == null
                        ? null
                        : new RunDetail.Known(
                                new Rate(number(r[12]), number(r[13])), new Rate(number(r[14]), number(r[15]))),
                optional(r[16]),
                (String) r[17]);
    }
}
