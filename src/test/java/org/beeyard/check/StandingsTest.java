package org.beeyard.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.subtest;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.protocol.Outcome.UNFIT;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.protocol.TestReport;
import org.beeyard.sql.Sql;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What checks say of series whose suites end badly and of which nobody is to blame. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class StandingsTest {

    private static int commits;

    @Inject
    Standings standings;

    @Inject
    EntityManager database;

    private PlayedRuns runs;
    private long base;

    @BeforeEach
    void begin(TestInfo info) {
        runs = new PlayedRuns();
        String tree = "standings " + info.getTestMethod().orElseThrow().getName();
        base = runs.base(runs.tree(tree), "5d" + "%038x".formatted(++commits));
    }

    @Test
    void tests_that_fit_neither_the_base_nor_the_series_are_no_reason_to_warn() {
        runs.ofBase(base, test("good", PASS), test("newer", UNFIT));
        assertThat(said(test("good", PASS), test("newer", UNFIT)))
                .isEqualTo("SUCCESS No failures, 1 unfit of 2 (base ok)");
    }

    @Test
    void a_failure_beside_them_is_one_to_warn_of() {
        runs.ofBase(base, test("old", FAIL), test("newer", UNFIT));
        assertThat(said(test("old", FAIL), test("newer", UNFIT)))
                .isEqualTo("WARNING 1 known, 1 unfit of 2 (base fails, too)");
    }

    @Test
    void a_test_that_the_series_makes_unfit_fails_the_check() {
        runs.ofBase(base, test("good", PASS), test("kfunc", PASS));
        assertThat(said(test("good", PASS), test("kfunc", UNFIT))).isEqualTo("FAIL 1 new failure of 2 (base ok)");
    }

    @Test
    void a_subtest_that_the_series_breaks_fails_the_check_though_its_test_failed_before() {
        runs.ofBase(base, test("old", FAIL), subtest("old", "a", FAIL), subtest("old", "b", PASS));
        Check check = check(test("old", FAIL), subtest("old", "a", FAIL), subtest("old", "b", FAIL));
        assertThat(words(check)).isEqualTo("FAIL 1 new failure, 1 known of 1 (base fails, too)");
        assertThat(title(check)).as("what it links to").isEqualTo("old/b");
    }

    @Test
    void a_subtest_that_breaks_with_its_test_is_told_under_it() {
        runs.ofBase(base, test("good", PASS), subtest("good", "a", PASS));
        Check check = check(test("good", FAIL), subtest("good", "a", FAIL));
        assertThat(words(check)).isEqualTo("FAIL 1 new failure of 1 (base ok)");
        assertThat(title(check)).isEqualTo("good");
    }

    private String said(TestReport... tests) {
        return words(check(tests));
    }

    private Check check(TestReport... tests) {
        long series = runs.series(base, "bpf: A change " + ++commits);
        runs.ofSeries(base, series, List.of(tests), List.of());
        return QuarkusTransaction.requiringNew()
                .call(() -> Wording.checks(standings.of(series)).getFirst());
    }

    private static String words(Check check) {
        return check.state() + " " + check.description();
    }

    /** Of the finding at which its link leads. */
    private String title(Check check) {
        return QuarkusTransaction.requiringNew().call(() -> (String) Sql.query(
                        database,
                        "select title from finding where id = ?1",
                        Long.parseLong(check.path().replaceFirst(".*#f", "")))
                .getSingleResult());
    }
}
