package org.beeyard.history.test;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.optional;
import static org.beeyard.history.Rows.optionalOutcome;
import static org.beeyard.history.Rows.outcome;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import org.beeyard.history.Rate;
import org.beeyard.history.Rows;
import org.beeyard.history.TestName;
import org.beeyard.history.Variant;
import org.beeyard.sql.Cut;
import org.jspecify.annotations.Nullable;

/** Reads which tests give different outcomes on the same code, and which are broken on the bases themselves. */
@ApplicationScoped
public class Unsteady {

    private static final int LOOKED_AT = 500;
    private static final int FLAKY = 100;
    private static final int BROKEN = 200;

    private final EntityManager database;
    private final Clock clock;

    Unsteady(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param rate of the times that it ran in the window, with series or without */
    public record FlakyRow(
            TestName test,
            String tree,
            Variant variant,
            Rate rate,
            LocalDate last,
            @Nullable Long job) {}

    /**
     * The flakiest first.
     *
     * @param tree only of this one, when given
     */
    @Transactional
    public Cut<FlakyRow> flaky(@Nullable String tree, int days) {
        LocalDate from = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(days - 1L);
        List<FlakyRow> ranked = Rows.of(database, """
                        with most as (
                             select d.test_id, d.tree_id, d.variant_id, sum(d.flaky) as flaky, max(d.day) as last, max(d.failing_attempt) as attempt_id
                               from test_daily d join tree w on w.id = d.tree_id and (cast(?2 as text) is null or w.name = cast(?2 as text))
                              where d.day >= ?1 and d.flaky > 0 group by 1, 2, 3 order by 4 desc limit ?3)
                        select t.suite, t.test, t.subtest, w.name, v.arch, v.compiler, v.accelerator, m.flaky, r.ran, m.last, a.job_id
                          from most m join test t on t.id = m.test_id join tree w on w.id = m.tree_id join variant v on v.id = m.variant_id
                          cross join lateral (
                               select sum(d.pass + d.fail + d.patched) as ran from test_daily d
                                where d.test_id = m.test_id and d.tree_id = m.tree_id and d.variant_id = m.variant_id and d.day >= ?1) r
                          left join attempt a on a.id = m.attempt_id
                        """, from, tree, LOOKED_AT)
                .map(r -> new FlakyRow(
                        new TestName((String) r[0], (String) r[1], (String) r[2]),
                        (String) r[3],
                        new Variant((String) r[4], (String) r[5], (String) r[6]),
                        new Rate(Math.min(number(r[7]), number(r[8])), number(r[8])),
                        (LocalDate) r[9],
                        optional(r[10])))
                .sorted(Comparator.comparingDouble((FlakyRow row) -> row.rate().atLeast())
                        .reversed()
                        .thenComparing(row -> row.test().name()))
                .toList();
        return Cut.to(FLAKY, ranked);
    }

    /**
     * A test that fails on the newest base that ran it.
     *
     * @param runs of bases in a row that failed it
     * @param before the last commit on which it did not fail, nothing when it fails on all that ran it
     * @param beforeOutcome what it gave there, nothing when that is not known any more
     */
    public record BrokenRow(
            TestName test,
            String tree,
            Variant variant,
            String outcome,
            int runs,
            Instant since,
            long sinceRun,
            String sinceCommit,
            @Nullable String before,
            @Nullable String beforeOutcome) {}

    /** The newest breakage first; of a broken test only itself and not its subtests, and of programs only those that were accepted before. */
    @Transactional
    public Cut<BrokenRow> broken(@Nullable String tree) {
        List<BrokenRow> newest = Rows.of(database, """
                        select t.suite, t.test, t.subtest, w.name, v.arch, v.compiler, v.accelerator, s.outcome, s.runs, s.since_at, s.since_run, b.commit_id, p.commit_id, s.before_outcome
                          from tree w join test_standing s on s.tree_id = w.id and s.outcome >= 2
                          join test t on t.id = s.test_id and t.subtest = '' and (t.suite not like 'veristat%' or s.before_base is not null and coalesce(s.before_outcome, 0) = 0) join variant v on v.id = s.variant_id
                          join base b on b.id = s.since_base left join base p on p.id = s.before_base
                         where cast(?1 as text) is null or w.name = cast(?1 as text)
                         order by s.since_at desc, t.suite, t.test limit ?2
                        """, tree, BROKEN + 1)
                .map(r -> new BrokenRow(
                        new TestName((String) r[0], (String) r[1], (String) r[2]),
                        (String) r[3],
                        new Variant((String) r[4], (String) r[5], (String) r[6]),
                        outcome(r[7]),
                        (int) number(r[8]),
                        (Instant) r[9],
                        number(r[10]),
                        (String) r[11],
                        (String) r[12],
                        optionalOutcome(r[13])))
                .toList();
        return Cut.to(BROKEN, newest);
    }
}
