package org.beeyard.history;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.outcome;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import org.beeyard.protocol.LeftName;
import org.beeyard.protocol.Outcome;
import org.jspecify.annotations.Nullable;

/** Reads the tests of runs: all of one, or those that differ between two. */
@ApplicationScoped
public class RunTests {

    public static final int LIST = 200;

    /** The last word of each test of a run, by job; a rerun's counts more than what it reran. */
    private static final String OUTCOMES = """
            select distinct on (j.name, r.test_id) j.id as job_id, j.name as job, r.test_id, r.status, r.duration_ms, r.attempt_id
              from job j
              join attempt a on a.job_id = j.id
              join test_result r on r.attempt_id = a.id and r.day = cast(a.created_at at time zone 'UTC' as date)
             where j.run_id = %s
             order by j.name, r.test_id, a.number desc
            """;

    private final EntityManager database;

    RunTests(EntityManager database) {
        this.database = database;
    }

    /**
     * @param finding the verdict on it, when it is not simply good
     * @param attempt that left what runs it again elsewhere, if it is broken and one did
     */
    public record TestRow(
            TestName test,
            long job,
            String jobName,
            String outcome,
            @Nullable String finding,
            long millis,
            int rank,
            @Nullable Long attempt) {}

    /** Where a page of tests goes on: after this row in the order of the list. */
    public record After(int rank, String test, String subtest, String job) {}

    /**
     * Broken and changed tests first, then by name.
     *
     * @param text in the test's name, when given
     * @param outcome only these, when given
     */
    @Transactional
    public List<TestRow> of(long run, @Nullable String text, @Nullable String outcome, @Nullable After after) {
        return Rows.of(
                        database,
                        "with o as (" + OUTCOMES.formatted("?1") + """
                        ), ranked as (
                             select t.suite, t.test, t.subtest, o.job_id, o.job, o.status, f.verdict, o.duration_ms, o.attempt_id,
                                    case when f.verdict is not null then 0 when o.status >= 2 then 1 else 2 end as rank
                               from o join test t on t.id = o.test_id
                               left join finding f on f.run_id = ?1 and f.job_id = o.job_id and f.test_id = o.test_id
                              where (cast(?2 as text) is null or position(lower(cast(?2 as text)) in lower(t.test || '/' || t.subtest)) > 0)
                                and (cast(?3 as smallint) is null or o.status = cast(?3 as smallint)))
                        select suite, test, subtest, job_id, job, status, verdict, duration_ms, rank,
                               case when status >= 2 then (select a.attempt_id from artifact a where a.attempt_id = ranked.attempt_id and a.name = ?8) end
                          from ranked
                         where (rank, test, subtest, job) > (?4, ?5, ?6, ?7)
                         order by rank, test, subtest, job limit\s""" + LIST,
                        run,
                        text,
                        outcome == null
                                ? null
                                : (short) Outcome.valueOf(outcome).ordinal(),
                        after == null ? -1 : after.rank(),
                        after == null ? "" : after.test(),
                        after == null ? "" : after.subtest(),
                        after == null ? "" : after.job(),
                        LeftName.GUEST)
                .map(r -> new TestRow(
                        new TestName((String) r[0], (String) r[1], (String) r[2]),
                        number(r[3]),
                        (String) r[4],
                        outcome(r[5]),
                        (String) r[6],
                        number(r[7]),
                        (int) number(r[8]),
                        Rows.optional(r[9])))
                .toList();
    }

    /** @param a what the first run says, nothing when it did not run the test */
    public record Difference(
            TestName test,
            String job,
            @Nullable String a,
            @Nullable String b) {}

    /** Tests with different outcomes in two runs, in jobs of the same name; those broken in the second come first. */
    @Transactional
    public List<Difference> differences(long a, long b) {
        return Rows.of(
                        database,
                        "with a as (" + OUTCOMES.formatted("?1") + "), b as (" + OUTCOMES.formatted("?2") + """
                        )
                        select t.suite, t.test, t.subtest, coalesce(a.job, b.job), a.status, b.status
                          from a full join b on b.job = a.job and b.test_id = a.test_id
                          join test t on t.id = coalesce(a.test_id, b.test_id)
                         where a.status is distinct from b.status
                         order by coalesce(b.status, -1) desc, t.suite, t.test, t.subtest, 4 limit 1000
                        """,
                        a,
                        b)
                .map(r -> new Difference(
                        new TestName((String) r[0], (String) r[1], (String) r[2]),
                        (String) r[3],
                        optionalOutcome(r[4]),
                        optionalOutcome(r[5])))
                .toList();
    }

    private static @Nullable String optionalOutcome(@Nullable Object status) {
        return status == null ? null : Rows.outcome(status);
    }
}
