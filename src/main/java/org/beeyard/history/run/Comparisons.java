package org.beeyard.history.run;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.outcome;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.beeyard.history.Rows;
import org.beeyard.history.TestName;
import org.jspecify.annotations.Nullable;

/**
 * Reads what differs between two runs. What both simply passed is not looked at: only what did not pass in one of them, which an index
 * has, and in jobs with other tests than before, those tests.
 */
@ApplicationScoped
public class Comparisons {

    public static final int LIST = 100;
    private static final int JOBS = 200;

    /**
     * Attempts that the verdict counts, of jobs that both runs have. A job that stands in both runs differs in nothing. A second one that has
     * passed, or named its tests before it ran them and did not die, has told all: of which test it says nothing, that was not to be run.
     */
    private static final String TRIES = """
            with pair as materialized (
                 select a.name, a.id as a, b.id as b, a.state in ('PASSED', 'FAILED') and b.state in ('PASSED', 'FAILED') as ran,
                        b.state = 'PASSED' or (starts_with(b.name, 'test_progs') or starts_with(b.name, 'sched_ext')) and not exists (
                               select 1 from attempt x where x.job_id = b.id and x.died) as b_told
                   from jobs_of(?1) a join jobs_of(?2) b on b.name = a.name and b.id <> a.id and b.kind = 'TEST' and b.state in ('PASSED', 'FAILED', 'TIMED_OUT')
                  where a.kind = 'TEST' and a.state in ('PASSED', 'FAILED', 'TIMED_OUT')),
            tries as materialized (
                 select p.name, s.second, x.id, x.number, x.purpose = 'CONFIRM' as again, x.shard, x.test_set, x.passed, x.failed, x.skipped, x.unfit,
                        cast(x.created_at at time zone 'UTC' as date) as day
                   from pair p cross join lateral (values (p.a, false), (p.b, true)) s (job, second)
                   join attempt x on x.job_id = s.job and x.state in ('PASSED', 'FAILED', 'TIMED_OUT')),
            newest as materialized (select distinct on (name, second, shard) * from tries where not again order by name, second, shard, number desc)
            """;

    /** A failure of the test itself may have come before its subtest {@code j}. */
    private static final String CUT_SHORT =
            "select 1 from test s join test o on o.suite = s.suite and o.test = s.test and o.subtest = '' join tries t on t.name = j.name and t.second join test_result r on r.attempt_id = t.id and r.day = t.day and r.test_id = o.id and r.status >= 2 where s.id = j.test_id and s.subtest <> ''";

    /** The rules are those of the verdict; a test that is alike in both has no change. */
    private static final String WORDS = TRIES + """
            , sets as materialized (select n.name, n.second, bit_xor(n.test_set) as tests, bool_and(n.test_set is not null) as known from newest n group by 1, 2),
            apart as materialized (
                 select p.name from pair p left join sets a on a.name = p.name and not a.second left join sets b on b.name = p.name and b.second
                  where p.ran and not coalesce(a.known and b.known and a.tests = b.tests, false)),
            candidate as materialized (
                 select t.name, r.test_id from tries t
                  cross join lateral (select x.test_id from test_result x where x.attempt_id = t.id and x.day = t.day and x.status <> 0 offset 0) r
                  union
                 select t.name, r.test_id from apart p join tries t on t.name = p.name and not t.again
                  cross join lateral (
                       select x.test_id from test_result x
                        where x.attempt_id = t.id and x.day = t.day and not exists (
                              select 1 from tries o join test_result y on y.attempt_id = o.id and y.day = o.day and y.test_id = x.test_id
                               where o.name = t.name and o.second <> t.second) offset 0) r),
            word as (
                 select c.name, c.test_id, p.a as a_job, p.b as b_job, p.ran, p.b_told, coalesce(w.a1, w.a2) as a, coalesce(w.b1, w.b2) as b,
                        case when w.a1 is not null then w.a2 end as a_again, case when w.b1 is not null then w.b2 end as b_again
                   from candidate c join pair p on p.name = c.name
                  cross join lateral (
                        select (array_agg(r.status order by t.number desc) filter (where not t.second and not t.again))[1] as a1,
                               (array_agg(r.status order by t.number desc) filter (where not t.second and t.again))[1] as a2,
                               (array_agg(r.status order by t.number desc) filter (where t.second and not t.again))[1] as b1,
                               (array_agg(r.status order by t.number desc) filter (where t.second and t.again))[1] as b2
                          from tries t join test_result r on r.attempt_id = t.id and r.day = t.day and r.test_id = c.test_id where t.name = c.name) w),
            judged as (
                 select w.*, coalesce(w.a = 2 and coalesce(w.a_again, 2) = 2, false) as a_lost, coalesce(w.b = 2 and coalesce(w.b_again, 2) = 2, false) as b_lost,
                        coalesce(w.a <> 2 and w.a_again <> 2 and (w.a >= 2) <> (w.a_again >= 2), false) as a_flaky,
                        coalesce(w.b <> 2 and w.b_again <> 2 and (w.b >= 2) <> (w.b_again >= 2), false) as b_flaky,
                        coalesce(w.a >= 2 and coalesce(w.a_again, w.a) >= 2, false) as a_broken, coalesce(w.b >= 2 and coalesce(w.b_again, w.b) >= 2, false) as b_broken
                   from word w),
            changed as (
                 select j.*, case
                             when j.b is null then case when not j.ran or j.a_lost then null
                                                        when j.b_told and not exists (%s) then 'GONE'
                                                        when j.a_broken then 'KNOWN_FAILURE'
                                                        else 'MISSING' end
                             when j.b_flaky then case when not j.a_flaky then 'FLAKY' end
                             when j.b_broken and j.a_flaky then 'FLAKY'
                             when j.b_lost and j.a_lost then null
                             when j.b_lost and not j.a_broken then 'MISSING'
                             when j.b_broken and j.a_lost then 'INFRASTRUCTURE'
                             when j.b_broken and j.a_broken then case when j.a <> j.b then 'KNOWN_FAILURE' end
                             when j.b_broken then 'NEW_FAILURE'
                             when j.b = -1 then case when j.a_lost then null when j.a_broken or j.a_flaky then 'KNOWN_FAILURE' when j.a is distinct from -1 then 'NEW_FAILURE' end
                             when j.a_lost then 'ADDED'
                             when j.a_broken then 'FIXED'
                             when j.a is null then case when j.ran then 'ADDED' end
                             when j.a = 0 and j.b = 1 then 'NOW_SKIPPED'
                             when j.a in (-1, 1) and j.b = 0 then 'NOW_RUN' end as change
                   from judged j)
            """.formatted(CUT_SHORT);

    private static final String COUNTS = WORDS + """
            select c.change, count(*), count(*) filter (where c.change is null and c.b_broken), count(*) filter (where c.change is null and c.b_flaky)
              from changed c group by c.change
            """;

    private static final String PAGE = WORDS + """
            , found as materialized (
                 select f.run_id, f.job_id, f.test_id, min(f.verdict) as verdict from finding f where f.run_id in (?1, ?2) and f.test_id is not null group by 1, 2, 3)
            select t.suite, t.test, t.subtest, c.name, c.change, c.a_job, c.a, c.a_again, x.verdict, c.b_job, c.b, c.b_again, y.verdict
              from (select *, array_position(%1$s, change) as rank from changed where change is not null) c
              join test t on t.id = c.test_id
              left join found x on x.run_id = ?1 and x.job_id = c.a_job and x.test_id = c.test_id
              left join found y on y.run_id = ?2 and y.job_id = c.b_job and y.test_id = c.test_id
             where (cast(?3 as text) is null or c.change = cast(?3 as text)) and (c.rank, t.suite, t.test, t.subtest, c.name) > (?4, ?5, ?6, ?7, ?8)
             order by c.rank, t.suite, t.test, t.subtest, c.name limit %2$d
            """.formatted(Change.ORDER, LIST);

    private static final String TOTALS = TRIES + """
            select n.second, bool_and(n.passed is not null), sum(n.passed), sum(n.failed), sum(n.skipped), sum(n.unfit) from newest n group by n.second
            """;

    private final EntityManager database;

    Comparisons(EntityManager database) {
        this.database = database;
    }

    /** Where a page goes on: after this row in the order of the list. */
    public record After(Change change, TestName test, String job) {}

    /** @param only these, when given */
    @Transactional
    public Comparison of(long a, long b, @Nullable Change only, @Nullable After after) {
        Map<Change, Long> counts = new EnumMap<>(Change.class);
        long broken = 0;
        long flaky = 0;
        for (Object[] r : Rows.of(database, COUNTS, a, b).toList()) {
            if (r[0] == null) {
                broken = number(r[2]);
                flaky = number(r[3]);
            } else {
                counts.put(Change.valueOf((String) r[0]), number(r[1]));
            }
        }
        Map<Boolean, Comparison.Totals> totals = totals(a, b);
        return new Comparison(
                jobs(a, b), counts, broken, flaky, totals.get(false), totals.get(true), page(a, b, only, after));
    }

    /** Jobs that are not alike; without the tests in them, which are thrown away when they are old. */
    @Transactional
    public List<Comparison.JobPair> jobs(long a, long b) {
        return Rows.of(database, """
                        select coalesce(a.name, b.name), coalesce(a.kind, b.kind) = 'TEST', a.id, a.state, b.id, b.state
                          from jobs_of(?1) a full join jobs_of(?2) b on b.name = a.name
                         where a.state is distinct from b.state order by 1 limit\s""" + JOBS, a, b)
                .map(r -> new Comparison.JobPair(
                        (String) r[0], (Boolean) r[1], end(r[2], (String) r[3]), end(r[4], (String) r[5])))
                .toList();
    }

    private static Comparison.@Nullable JobEnd end(@Nullable Object job, @Nullable String state) {
        return job == null || state == null ? null : new Comparison.JobEnd(number(job), state);
    }

    /** By whether it is the second run; without one that has attempts from before they were counted. */
    private Map<Boolean, Comparison.Totals> totals(long a, long b) {
        return Rows.of(database, TOTALS, a, b)
                .filter(r -> (Boolean) r[1])
                .collect(Collectors.toMap(
                        r -> (Boolean) r[0],
                        r -> new Comparison.Totals(number(r[2]), number(r[3]), number(r[4]), number(r[5]))));
    }

    private List<Comparison.Difference> page(long a, long b, @Nullable Change only, @Nullable After after) {
        return Rows.of(
                        database,
                        PAGE,
                        a,
                        b,
                        only == null ? null : only.name(),
                        after == null ? 0 : after.change().ordinal() + 1,
                        after == null ? "" : after.test().suite(),
                        after == null ? "" : after.test().test(),
                        after == null ? "" : after.test().subtest(),
                        after == null ? "" : after.job())
                .map(r -> new Comparison.Difference(
                        new TestName((String) r[0], (String) r[1], (String) r[2]),
                        (String) r[3],
                        Change.valueOf((String) r[4]),
                        said(r, 5),
                        said(r, 9)))
                .toList();
    }

    private static Comparison.@Nullable Said said(Object[] r, int at) {
        return r[at + 1] == null
                ? null
                : new Comparison.Said(
                        number(r[at]), outcome(r[at + 1]), r[at + 2] == null ? null : outcome(r[at + 2]), (String)
                                r[at + 3]);
    }
}
