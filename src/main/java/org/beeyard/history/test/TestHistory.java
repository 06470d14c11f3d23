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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.beeyard.history.Rows;
import org.beeyard.history.Variant;
import org.beeyard.history.program.Programs;
import org.beeyard.sql.Cut;
import org.jspecify.annotations.Nullable;

/** Reads what a test did over days, trees and variants. */
@ApplicationScoped
public class TestHistory {

    private static final int MOST_SLASHES = 32;
    private static final int SUBTESTS = 100;

    private final EntityManager database;
    private final Programs programs;
    private final Counted counted;
    private final Clock clock;

    TestHistory(EntityManager database, Programs programs, Counted counted, Clock clock) {
        this.counted = counted;
        this.programs = programs;
        this.database = database;
        this.clock = clock;
    }

    private record Key(String tree, Variant variant) {}

    private record Named(int id, String test, String subtest) {}

    /**
     * @param name {@code test} or {@code test/subtest}
     * @param days to look back
     */
    @Transactional
    public Optional<TestDetail> of(String suite, String name, int days) {
        return find(suite, name).map(test -> detail(suite, test, days));
    }

    private TestDetail detail(String suite, Named test, int days) {
        Cut<TestDetail.SubtestRow> subtests =
                test.subtest().isEmpty() ? subtests(suite, test.test(), days) : Cut.to(SUBTESTS, List.of());
        return new TestDetail(
                suite,
                test.test(),
                test.subtest(),
                days,
                lines(test.id(), days),
                programs.trends(test.id()),
                subtests.rows(),
                subtests.more(),
                failures(test.id()),
                counted.since(
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(days - 1L)));
    }

    /** Either part may hold slashes: all places where the name can be cut are tried. */
    private Optional<Named> find(String suite, String name) {
        List<String> tests = new ArrayList<>(List.of(name));
        List<String> subtests = new ArrayList<>(List.of(""));
        for (int cut = name.indexOf('/'); cut > 0 && tests.size() <= MOST_SLASHES; cut = name.indexOf('/', cut + 1)) {
            tests.add(name.substring(0, cut));
            subtests.add(name.substring(cut + 1));
        }
        return rows(
                        "select t.id, t.test, t.subtest from unnest(?2, ?3) as n (test, subtest) join test t on t.suite = ?1 and t.test = n.test and t.subtest = n.subtest limit 1",
                        suite,
                        tests.toArray(String[]::new),
                        subtests.toArray(String[]::new))
                .findFirst()
                .map(r -> new Named((int) number(r[0]), (String) r[1], (String) r[2]));
    }

    private List<TestDetail.Line> lines(int test, int days) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate from = today.minusDays(days - 1L);
        Map<Key, TreeMap<LocalDate, DayCounts>> counts = new LinkedHashMap<>();
        Map<Key, TestDetail.Standing> standings = new HashMap<>();
        standings(test).forEach((key, standing) -> {
            standings.put(key, standing);
            counts.put(key, new TreeMap<>());
        });
        rows("""
                        select t.name, v.arch, v.compiler, v.accelerator, d.day, d.pass, d.fail, d.skip, d.unfit, d.flaky, d.patched, d.patched_fail, d.timed, d.total_ms, a.job_id
                          from test_daily d join tree t on t.id = d.tree_id join variant v on v.id = d.variant_id
                          left join lateral (select x.job_id from attempt x where x.id = d.failing_attempt limit 1) a on true
                         where d.test_id = ?1 and d.day >= ?2 order by t.name, v.arch, v.compiler, v.accelerator
                        """, test, from)
                .forEach(r ->
                        counts.computeIfAbsent(key(r), key -> new TreeMap<>()).put((LocalDate) r[4], counts(r)));
        return counts.entrySet().stream()
                .map(line -> line(line.getKey(), standings.get(line.getKey()), line.getValue(), from, today))
                .toList();
    }

    private static TestDetail.Line line(
            Key key,
            TestDetail.@Nullable Standing standing,
            Map<LocalDate, DayCounts> counts,
            LocalDate from,
            LocalDate today) {
        return new TestDetail.Line(
                key.tree(),
                key.variant(),
                standing,
                from.datesUntil(today.plusDays(1))
                        .map(day ->
                                counts.getOrDefault(day, DayCounts.none(day)).shown())
                        .toList(),
                DayCounts.flaky(counts.values()),
                DayCounts.broken(counts.values()),
                DayCounts.patchedBroken(counts.values()),
                DayCounts.meanMillis(counts.values()));
    }

    private Map<Key, TestDetail.Standing> standings(int test) {
        Map<Key, TestDetail.Standing> standings = new LinkedHashMap<>();
        rows("""
                        select t.name, v.arch, v.compiler, v.accelerator, s.outcome, s.runs, s.since_at, s.since_run, b.commit_id, p.commit_id, s.before_outcome, s.run_id, n.commit_id,
                               coalesce(s.base_id < newest.id, false), x.sentence, x.run_id
                          from test_standing s join tree t on t.id = s.tree_id join variant v on v.id = s.variant_id
                          join base b on b.id = s.since_base join base n on n.id = s.base_id left join base p on p.id = s.before_base
                          left join lateral (
                               select x.id from base x where x.tree_id = s.tree_id
                                  and exists (select 1 from run r where r.base_id = x.id and r.kind = 'BASE' and r.state in ('PASSED', 'WARNING', 'FAILED'))
                                order by x.id desc limit 1) newest on true
                          left join lateral (
                               select y.sentence, y.run_id from bisection y join job j on j.id = y.job_id join test n on n.id = s.test_id
                                where y.run_id = s.since_run and s.outcome >= 2 and n.test = any (y.tests) and j.suite = n.suite
                                  and j.arch = v.arch and j.compiler = v.compiler) x on true
                         where s.test_id = ?1 order by t.name, v.arch, v.compiler, v.accelerator
                        """, test)
                .forEach(r -> standings.put(
                        key(r),
                        new TestDetail.Standing(
                                outcome(r[4]),
                                (int) number(r[5]),
                                (Instant) r[6],
                                number(r[7]),
                                (String) r[8],
                                (String) r[9],
                                optionalOutcome(r[10]),
                                number(r[11]),
                                (String) r[12],
                                (Boolean) r[13],
                                (String) r[14],
                                optional(r[15]))));
        return standings;
    }

    private static Key key(Object[] r) {
        return new Key((String) r[0], new Variant((String) r[1], (String) r[2], (String) r[3]));
    }

    private static DayCounts counts(Object[] r) {
        return new DayCounts(
                (LocalDate) r[4],
                number(r[5]),
                number(r[6]),
                number(r[7]),
                number(r[8]),
                number(r[9]),
                number(r[10]),
                number(r[11]),
                number(r[12]),
                number(r[13]),
                optional(r[14]));
    }

    private Cut<TestDetail.SubtestRow> subtests(String suite, String test, int days) {
        List<TestDetail.SubtestRow> worst = rows(
                        """
                        select t.subtest, sum(d.fail), sum(d.flaky), sum(d.patched_fail)
                          from test t join test_daily d on d.test_id = t.id and d.day >= ?3
                         where t.suite = ?1 and t.test = ?2 and t.subtest <> '' and (d.fail > 0 or d.flaky > 0 or d.patched_fail > 0)
                         group by t.subtest order by 2 desc, 3 desc, 4 desc, 1 limit ?4
                        """,
                        suite,
                        test,
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(days - 1L),
                        SUBTESTS + 1)
                .map(r -> new TestDetail.SubtestRow((String) r[0], number(r[1]), number(r[2]), number(r[3])))
                .toList();
        return Cut.to(SUBTESTS, worst);
    }

    private List<TestDetail.FailureRow> failures(int test) {
        return rows("""
                        select f.verdict, r.id, s.id, s.title, t.name, b.commit_id, j.id, j.name, f.id, left(f.detail, 8192), f.why, r.finished_at
                          from finding f join run r on r.id = f.run_id join job j on j.id = f.job_id
                          join base b on b.id = r.base_id join tree t on t.id = b.tree_id left join series s on s.id = r.series_id
                         where f.test_id = ?1 and f.verdict not in ('FIXED', 'UNFIT') order by f.id desc limit 20
                        """, test)
                .map(r -> new TestDetail.FailureRow(
                        (String) r[0],
                        number(r[1]),
                        optional(r[2]),
                        (String) r[3],
                        (String) r[4],
                        (String) r[5],
                        number(r[6]),
                        (String) r[7],
                        number(r[8]),
                        (String) r[9],
                        (String) r[10],
                        (Instant) r[11]))
                .toList();
    }

    private Stream<Object[]> rows(String sql, Object... parameters) {
        return Rows.of(database, sql, parameters);
    }
}
