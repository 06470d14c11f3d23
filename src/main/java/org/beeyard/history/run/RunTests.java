package org.beeyard.history.run;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.outcome;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.beeyard.history.Rows;
import org.beeyard.history.TestName;
import org.beeyard.protocol.LeftName;
import org.beeyard.protocol.Outcome;
import org.jspecify.annotations.Nullable;

/** Reads the tests of runs. */
@ApplicationScoped
public class RunTests {

    public static final int LIST = 200;

    private static final int SIMPLY_GOOD = 2;

    /** In the place of an outcome: the test was not to be run. */
    private static final String GONE = "GONE";

    /** The jobs that a run's verdict is of, some of them an earlier run's, their attempts, and what it names. */
    private static final String OF_RUN = """
            with jobs as materialized (select j.id, j.name, j.suite from jobs_of(?1) j where j.kind = 'TEST'),
                 tries as materialized (
                      select a.id, a.job_id, a.number, cast(a.created_at at time zone 'UTC' as date) as day from jobs j join attempt a on a.job_id = j.id),
                 found as materialized (select f.job_id, f.test_id, f.verdict, f.patched from finding f where f.run_id = ?1 and f.test_id is not null)
            """;

    /** Of the test {@code t} in the job {@code j}. */
    private static final String LAST_WORD = """
             join lateral (
                  select r.status, r.duration_ms, r.attempt_id from tries a join test_result r on r.attempt_id = a.id and r.day = a.day and r.test_id = t.id
                   where a.job_id = j.id order by a.number desc limit 1)\s""";

    /** A test that is gone from the suite has no outcome. What one said whose finding has it was thrown away: it is not missing. */
    private static final String LAST_WORD_OR_MISSING = " left " + LAST_WORD + """
            l on true
             cross join lateral (
                  select coalesce(l.status, case when f.verdict = 'GONE' then null else 2 end) as status, l.duration_ms, l.attempt_id where l.status is not null or f.patched is null) o
            """;

    private static final String WANTED = """
             and (cast(?2 as text) is null or position(lower(cast(?2 as text)) in lower(t.test || '/' || t.subtest)) > 0)
             and (cast(?3 as smallint) is null or o.status = cast(?3 as smallint))
            """;

    private static final String NOT_SIMPLY_GOOD = OF_RUN + """
            , named as (
                 select f.job_id, f.test_id from found f
                  union select a.job_id, r.test_id from tries a join test_result r on r.attempt_id = a.id and r.day = a.day and r.status >= 2),
                 ranked as (
                 select t.suite, t.test, t.subtest, j.id as job_id, j.name as job, o.status, f.verdict, o.duration_ms, o.attempt_id,
                        case when f.verdict is not null then 0 else 1 end as rank
                   from named n join jobs j on j.id = n.job_id join test t on t.id = n.test_id
                   left join found f on f.job_id = n.job_id and f.test_id = n.test_id
            """ + LAST_WORD_OR_MISSING
            + " where (f.verdict is not null or o.status >= 2)" + WANTED + """
                 )
            select suite, test, subtest, job_id, job, status, verdict, duration_ms, rank,
                   case when status >= 2 then (select x.attempt_id from artifact x where x.attempt_id = ranked.attempt_id and x.name = ?9) end
              from ranked
             where (rank, suite, test, subtest, job) > (?4, ?5, ?6, ?7, ?8)
             order by rank, suite, test, subtest, job limit\s""" + LIST;

    /** Goes through each suite's names in their order and stops when the page is full. */
    private static final String GOOD = OF_RUN + """
            select x.suite, x.test, x.subtest, x.id, x.name, x.status, null, x.duration_ms, 2, null
              from (select distinct suite from jobs where suite >= ?4) s
             cross join lateral (
                  select t.suite, t.test, t.subtest, j.id, j.name, o.status, o.duration_ms from test t join jobs j on j.suite = t.suite
            """ + LAST_WORD + """
                   o on true
                   where t.suite = s.suite and t.test >= case when s.suite = ?4 then ?5 else '' end and (s.suite > ?4 or (t.test, t.subtest, j.name) > (?5, ?6, ?7))
                     and o.status < 2 and not exists (select 1 from found f where f.job_id = j.id and f.test_id = t.id)
            """ + WANTED + """
                   order by t.test, t.subtest, j.name limit ?8) x
             order by x.suite, x.test, x.subtest, x.name limit ?8
            """;

    private final EntityManager database;

    RunTests(EntityManager database) {
        this.database = database;
    }

    /**
     * @param finding the verdict on it, when it is not simply good
     * @param millis that it took, nothing where that is not known, or it has not run
     * @param attempt that left what runs it again elsewhere, if it is broken and one did
     */
    public record TestRow(
            TestName test,
            long job,
            String jobName,
            String outcome,
            @Nullable String finding,
            @Nullable Long millis,
            int rank,
            @Nullable Long attempt) {}

    /** Where a page of tests goes on: after this row in the order of the list. */
    public record After(int rank, TestName test, String job) {
        private static final After NOTHING = new After(-1, new TestName("", "", ""), "");
    }

    /**
     * Broken and changed tests first, then by suite and name.
     *
     * @param text in the test's name, when given
     * @param outcome only these, when given
     */
    @Transactional
    public List<TestRow> of(long run, @Nullable String text, @Nullable String outcome, @Nullable After after) {
        Short status = outcome == null ? null : (short) Outcome.valueOf(outcome).code();
        After from = after == null ? After.NOTHING : after;
        List<TestRow> rows = new ArrayList<>();
        if (from.rank() < SIMPLY_GOOD) {
            rows(
                            NOT_SIMPLY_GOOD,
                            run,
                            text,
                            status,
                            from.rank(),
                            from.test().suite(),
                            from.test().test(),
                            from.test().subtest(),
                            from.job(),
                            LeftName.GUEST)
                    .forEach(rows::add);
            from = After.NOTHING;
        }
        if (rows.size() < LIST && (status == null || status < Outcome.MISSING.code())) {
            rows(
                            GOOD,
                            run,
                            text,
                            status,
                            from.test().suite(),
                            from.test().test(),
                            from.test().subtest(),
                            from.job(),
                            LIST - rows.size())
                    .forEach(rows::add);
        }
        return rows;
    }

    /** When the oldest of the runs began whose jobs the verdict is of. */
    @Transactional
    public Instant since(long run) {
        return Rows.of(
                        database,
                        "select min(r.created_at) from run r where r.id = any(array(select j.run_id from jobs_of(?1) j union select cast(?1 as bigint)))",
                        run)
                .map(r -> (Instant) r[0])
                .findFirst()
                .orElseThrow();
    }

    private Stream<TestRow> rows(String sql, @Nullable Object... parameters) {
        return Rows.of(database, sql, parameters)
                .map(r -> new TestRow(
                        new TestName((String) r[0], (String) r[1], (String) r[2]),
                        number(r[3]),
                        (String) r[4],
                        r[5] == null ? GONE : outcome(r[5]),
                        (String) r[6],
                        millis(r[5], r[7]),
                        (int) number(r[8]),
                        Rows.optional(r[9])));
    }

    /** A negative one says that it is not known: that of a test that ran beside others, say. */
    private static @Nullable Long millis(@Nullable Object status, @Nullable Object stored) {
        boolean ran = status != null && number(status) != Outcome.MISSING.code();
        return ran && stored != null && number(stored) >= 0 ? number(stored) : null;
    }
}
