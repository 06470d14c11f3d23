package org.beeyard.rule;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.beeyard.sql.Sql;

/** Tries a rule on what was found in the last 30 days, before it counts. */
@ApplicationScoped
public class Rehearsal {

    public static final int DAYS = 30;

    private static final int RUNS = 100;

    /** Runs of series in which a test failed that the rule may name. */
    private static final String TOUCHED = """
            select distinct r.id
              from test t join finding f on f.test_id = t.id and coalesce(f.raw_verdict, f.verdict) in ('NEW_FAILURE', 'MISSING')
              join run r on r.id = f.run_id and r.kind = 'SERIES' and r.finished_at >= ?3
              join base b on b.id = r.base_id join tree w on w.id = b.tree_id and (cast(?5 as text) is null or w.name = cast(?5 as text))
              join job j on j.id = f.job_id and (cast(?6 as text) is null or j.arch = cast(?6 as text))
               and (cast(?7 as text) is null or j.suite = cast(?7 as text))
             where t.test like ?1 and t.subtest like ?2
             order by r.id desc limit ?4
            """;

    /** All that failed in them, for a run's verdict changes only when nothing else is left. */
    private static final String FAILURES = """
            select r.id, s.id, s.title, r.finished_at, j.id, coalesce(j.suite, ''), j.arch, t.test, t.subtest, f.title
              from run r join series s on s.id = r.series_id
              join finding f on f.run_id = r.id and coalesce(f.raw_verdict, f.verdict) in ('NEW_FAILURE', 'MISSING')
              join job j on j.id = f.job_id left join test t on t.id = f.test_id
             where r.id in (?1)
             order by r.id desc, f.id
            """;

    private static final String ON_BASES = """
            with named as materialized (
                 select id from test
                  where test ~>=~ ?7 and test ~<=~ ?8 and test like ?1 and subtest like ?2 and (cast(?6 as text) is null or suite = cast(?6 as text)))
            select count(distinct t.id), coalesce(sum(d.pass), 0), coalesce(sum(d.fail), 0), coalesce(sum(d.flaky), 0)
              from named t join test_daily d on d.test_id = t.id and d.day >= ?3
              join tree w on w.id = d.tree_id and (cast(?4 as text) is null or w.name = ?4)
              join variant v on v.id = d.variant_id and (cast(?5 as text) is null or v.arch = ?5)
            """;

    private final EntityManager database;
    private final Rules rules;
    private final Clock clock;

    Rehearsal(EntityManager database, Rules rules, Clock clock) {
        this.database = database;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * @param hidden failures that would have been known ones, by their titles
     * @param green whether nothing else failed, and the run would not have been red
     */
    public record Touched(long run, long series, String title, Instant at, List<String> hidden, boolean green) {}

    /**
     * What would have been.
     *
     * @param tests that the rule names, subtests among them, of those that ran
     * @param passed so often on bases alone; failed and flaky likewise
     * @param runs the newest that would read otherwise, at most 100
     */
    public record Outcome(Rule.Terms terms, long tests, long passed, long failed, long flaky, List<Touched> runs) {

        public long green() {
            return runs.stream().filter(Touched::green).count();
        }
    }

    /** @throws RuleWish.Refused as when it is made */
    @Transactional
    public Outcome of(RuleWish wish) throws RuleWish.Refused {
        Rule.Terms terms = rules.terms(wish);
        Instant since = clock.instant().minus(Duration.ofDays(DAYS));
        String test = terms.tests().testLike();
        String subtest = terms.tests().subtestLike();
        Object[] bases = Sql.rows(
                        database,
                        ON_BASES,
                        test,
                        subtest,
                        LocalDate.ofInstant(since, ZoneOffset.UTC),
                        terms.tree().orElse(null),
                        terms.arch().orElse(null),
                        terms.suite().orElse(null),
                        terms.tests().testFrom(),
                        terms.tests().testTo())
                .getFirst();
        return new Outcome(
                terms,
                number(bases[0]),
                number(bases[1]),
                number(bases[2]),
                number(bases[3]),
                touched(terms, test, subtest, since));
    }

    private List<Touched> touched(Rule.Terms terms, String test, String subtest, Instant since) {
        List<Long> runs = Sql.rows(
                        database,
                        TOUCHED,
                        test,
                        subtest,
                        since,
                        RUNS,
                        terms.tree().orElse(null),
                        terms.arch().orElse(null),
                        terms.suite().orElse(null))
                .stream()
                .map(row -> number(row[0]))
                .toList();
        if (runs.isEmpty()) {
            return List.of();
        }
        Map<Long, List<Object[]>> failures = new LinkedHashMap<>();
        for (Object[] row : Sql.rows(database, FAILURES, runs)) {
            failures.computeIfAbsent(number(row[0]), run -> new ArrayList<>()).add(row);
        }
        Rule rule = new Rule(0, terms, "", clock.instant(), Optional.empty());
        return failures.values().stream()
                .map(rows -> touched(rows, rule))
                .filter(run -> !run.hidden().isEmpty())
                .toList();
    }

    private static Touched touched(List<Object[]> failures, Rule rule) {
        List<Failing> ofTests = failures.stream()
                .filter(row -> row[7] != null)
                .map(Rehearsal::failing)
                .toList();
        Set<Failing> covered = Coverage.of(ofTests, List.of(rule)).keySet();
        Object[] run = failures.getFirst();
        return new Touched(
                number(run[0]),
                number(run[1]),
                (String) run[2],
                (Instant) run[3],
                failures.stream()
                        .filter(row -> row[7] != null && covered.contains(failing(row)))
                        .map(row -> (String) row[9])
                        .distinct()
                        .toList(),
                failures.stream().allMatch(row -> row[7] != null && covered.contains(failing(row))));
    }

    private static Failing failing(Object[] row) {
        return new Failing(number(row[4]), (String) row[5], (String) row[6], (String) row[7], (String) row[8]);
    }

    private static long number(Object value) {
        return ((Number) value).longValue();
    }
}
