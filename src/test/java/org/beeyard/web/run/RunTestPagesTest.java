package org.beeyard.web.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.subtest;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.MISSING;
import static org.beeyard.protocol.Outcome.PASS;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.protocol.TestReport;
import org.beeyard.web.PlayedPages;
import org.junit.jupiter.api.Test;

/** All that made a run's verdict is among its tests, whether it ran in it or not. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class RunTestPagesTest extends PlayedPages {

    @Test
    void the_tests_of_a_run_are_found_by_name_and_outcome_broken_ones_first() {
        long run = runs.ofBase(
                runs.base(tree, "2a"), test("alpha", PASS), test("beta", FAIL), subtest("alpha", "part", PASS));
        given().accept(ContentType.JSON)
                .get("/runs/" + run + "/tests")
                .then()
                .body("tests.test.test", equalTo(List.of("beta", "alpha", "alpha")))
                .body("tests[0].finding", equalTo("KNOWN_FAILURE"));
        given().accept(ContentType.JSON)
                .get("/runs/" + run + "/tests?q=PHA/pa&outcome=PASS")
                .then()
                .body("tests.test.subtest", equalTo(List.of("part")));
        given().accept(ContentType.JSON)
                .get("/runs/" + run + "/tests?rank=2&suite=test_progs&test=alpha&subtest=&job=test_progs x86_64 gcc")
                .then()
                .body("tests.test.subtest", equalTo(List.of("part")));
        assertThat(page("/runs/" + run + "/tests").select("tbody tr").eachText())
                .containsExactly(
                        "✗ fail beta ! known failure test_progs x86_64 gcc 0.02 s",
                        "✓ pass alpha test_progs x86_64 gcc 0.02 s",
                        "✓ pass ↳ alpha/part test_progs x86_64 gcc 0.02 s");
        given().get("/runs/" + run + "/tests?outcome=GREEN")
                .then()
                .statusCode(400)
                .body(containsString("outcome=GREEN is not understood: it must be one of [PASS,"));
    }

    @Test
    void a_test_that_is_gone_from_the_suite_is_listed_without_an_outcome() {
        long run = withoutOne();
        for (String query : List.of("", "?q=goes")) {
            assertThat(rows(run, query)).as(query).first().asString().startsWith("− gone goes − gone");
        }
        assertThat(rows(run, "")).hasSize(2);
        assertThat(rows(run, "?outcome=MISSING")).isEmpty();
    }

    @Test
    void a_test_that_was_to_be_run_and_said_nothing_is_missing() {
        long base = runs.base(tree, "b3".repeat(20));
        runs.ofBase(base, test("silent", PASS));
        long run = runs.ofSeries(base, runs.series(base, "bpf: Crashes"), List.of(test("silent", MISSING)), List.of());
        for (String query : List.of("", "?outcome=MISSING")) {
            assertThat(rows(run, query)).as(query).first().asString().startsWith("? missing silent ? missing");
        }
    }

    @Test
    void a_list_goes_on_behind_a_test_that_is_gone() {
        long run = withoutOne();
        assertThat(rows(run, "?rank=0&suite=test_progs&test=goes&subtest=&job=test_progs x86_64 gcc"))
                .singleElement()
                .asString()
                .contains("stays");
    }

    @Test
    void a_retest_of_one_suite_lists_what_stands_of_the_others() {
        long base = runs.base(tree, "b2".repeat(20));
        runs.ofBase(base, test("falls", PASS), test("stays", PASS));
        long first = runs.ofSeries(
                base, runs.series(base, "bpf: In part"), List.of(test("falls", FAIL), test("stays", PASS)), List.of());
        long again = runs.retested(first, "test_maps", test("map", PASS));
        assertThat(page("/runs/" + again).select("p.verdict").text()).startsWith("✗ failed");
        assertThat(rows(again, ""))
                .satisfiesExactly(
                        row -> assertThat(row).startsWith("✗ fail falls ✗ new failure test_progs x86_64 gcc"),
                        row -> assertThat(row).startsWith("✓ pass map test_maps x86_64 gcc"),
                        row -> assertThat(row).startsWith("✓ pass stays test_progs x86_64 gcc"));
    }

    @Test
    void what_a_test_took_is_told_where_it_ran_and_is_known() {
        long base = runs.base(tree, "b4".repeat(20));
        runs.ofBase(base, test("goes", PASS), test("silent", PASS), test("timed", PASS), beside("beside"));
        long run = runs.ofSeries(
                base,
                runs.series(base, "bpf: Takes its time"),
                List.of(test("silent", MISSING), new TestReport("timed", null, PASS, 0, null), beside("beside")),
                List.of());
        assertThat(page("/runs/" + run + "/tests").select("tbody tr").eachText())
                .satisfiesExactlyInAnyOrder(
                        row -> assertThat(row).contains(" goes ").endsWith(" –"),
                        row -> assertThat(row).contains(" silent ").endsWith(" –"),
                        row -> assertThat(row).contains(" beside ").endsWith(" –"),
                        row -> assertThat(row).contains(" timed ").endsWith(" 0.00 s"));
        given().accept(ContentType.JSON)
                .get("/runs/" + run + "/tests")
                .then()
                .body("tests.find { it.test.test == 'silent' }.millis", nullValue())
                .body("tests.find { it.test.test == 'timed' }.millis", equalTo(0));
    }

    /** As of a suite whose tests run side by side. */
    private static TestReport beside(String name) {
        return new TestReport(name, null, PASS, -1, null);
    }

    /** On a base that has both. */
    private long withoutOne() {
        long base = runs.base(tree, "b1".repeat(20));
        runs.ofBase(base, test("goes", PASS), test("stays", PASS));
        return runs.ofSeries(base, runs.series(base, "bpf: Loses " + name), List.of(test("stays", PASS)), List.of());
    }

    private static List<String> rows(long run, String query) {
        return page("/runs/" + run + "/tests" + query).select("tbody tr").eachText();
    }
}
