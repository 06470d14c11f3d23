package org.beeyard.web.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.subtest;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.ERROR;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.MISSING;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.protocol.Outcome.SKIP;
import static org.beeyard.protocol.Outcome.UNFIT;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.protocol.TestReport;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What two runs have otherwise. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class ComparePageTest {

    private static int commits;

    private PlayedRuns runs;
    private long base;

    @BeforeEach
    void begin(TestInfo info) {
        runs = new PlayedRuns();
        base = runs.base(
                runs.tree("tree_" + info.getTestMethod().orElseThrow().getName()), "ab" + "%038x".formatted(++commits));
    }

    @Test
    void each_difference_has_the_word_that_the_verdict_has_for_it() {
        long a = runs.ofBase(
                base,
                List.of(
                        test("same", PASS),
                        test("broken", FAIL),
                        test("falls", PASS),
                        test("mended", FAIL),
                        test("worse", ERROR),
                        test("goes", PASS),
                        test("goes_broken", FAIL),
                        test("ran", PASS),
                        test("shaky", PASS),
                        test("was_skipped", SKIP)),
                List.of());
        long b = runs.ofSeries(
                base,
                runs.series(base, "compared word by word"),
                List.of(
                        test("same", PASS),
                        test("broken", FAIL),
                        test("falls", FAIL),
                        test("mended", PASS),
                        test("worse", FAIL),
                        test("comes", PASS),
                        test("ran", SKIP),
                        test("shaky", FAIL),
                        test("was_skipped", PASS)),
                List.of(test("broken", FAIL), test("falls", FAIL), test("worse", FAIL), test("shaky", PASS)));
        Document page = page("/compare?a=" + a + "&b=" + b);
        assertThat(page.select("h2:contains(Tests) + div tbody tr").eachText())
                .containsExactly(
                        "✗ new failure falls ✓ pass ✗ fail, then fail new failure test_progs x86_64 gcc",
                        "≈ flaky shaky ✓ pass ✗ fail, then pass flaky test_progs x86_64 gcc",
                        "! known failure worse ⚠ error known failure ✗ fail, then fail known failure test_progs x86_64 gcc",
                        "− gone goes ✓ pass not run test_progs x86_64 gcc",
                        "− gone goes_broken ✗ fail known failure not run test_progs x86_64 gcc",
                        "✓ fixed mended ✗ fail known failure ✓ pass fixed test_progs x86_64 gcc",
                        "– now skipped ran ✓ pass – skip test_progs x86_64 gcc",
                        "✓ now run was_skipped – skip ✓ pass test_progs x86_64 gcc",
                        "+ added comes not run ✓ pass test_progs x86_64 gcc");
        assertThat(page.selectFirst("p.verdict").text())
                .isEqualTo(
                        "✗ 1 new failure ≈ 1 flaky ! 1 known failure − 2 gone ✓ 1 fixed – 1 now skipped ✓ 1 now run + 1 added subtests counted, too");
        assertThat(page("/runs/" + b)
                        .select("table.findings tr:contains(goes) .state")
                        .eachText())
                .as("the verdict's word")
                .contains("− gone");
        json(a, b, "")
                .body("comparison.broken", equalTo(1))
                .body("comparison.counts.NEW_FAILURE", equalTo(1))
                .body("comparison.differences[0].b.again", equalTo("FAIL"))
                .body("comparison.jobs", empty());
    }

    @Test
    void what_does_not_fit_the_kernel_is_told_as_in_the_verdict_and_counted_by_itself() {
        long a = runs.ofBase(
                base, test("kfunc", PASS), test("never", UNFIT), test("newer", UNFIT), test("was_broken", FAIL));
        long b = runs.ofSeries(
                base,
                runs.series(base, "takes a kfunc away"),
                List.of(test("kfunc", UNFIT), test("never", UNFIT), test("newer", PASS), test("was_broken", UNFIT)),
                List.of());
        Document page = page("/compare?a=" + a + "&b=" + b);
        assertThat(page.select("h2:contains(Tests) + div tbody tr").eachText())
                .containsExactly(
                        "✗ new failure kfunc ✓ pass ∉ does not fit new failure test_progs x86_64 gcc",
                        "! known failure was_broken ✗ fail known failure ∉ does not fit does not fit test_progs x86_64 gcc",
                        "✓ now run newer ∉ does not fit does not fit ✓ pass test_progs x86_64 gcc");
        assertThat(page.text()).contains("1 passed, 1 failed, 0 skipped, 2 unfit; ");
        assertThat(page("/runs/" + b).select("tr:contains(test_progs) .UNFIT").eachText())
                .contains("3 ∉", "∉ does not fit");
    }

    @Test
    void what_one_of_them_did_not_get_to_is_told_as_in_the_verdict() {
        long a = runs.ofBase(
                base,
                List.of(
                        test("bad", MISSING),
                        test("good", MISSING),
                        test("again", MISSING),
                        test("lost", MISSING),
                        test("goes", PASS)),
                List.of(test("again", PASS)));
        long b = runs.ofSeries(
                base,
                runs.series(base, "gets to the end"),
                List.of(
                        test("bad", FAIL),
                        test("good", PASS),
                        test("again", FAIL),
                        test("lost", MISSING),
                        test("goes", MISSING)),
                List.of(test("bad", FAIL), test("again", FAIL)));
        assertThat(differences(a, b))
                .containsExactly(
                        "✗ new failure again ? missing, then pass ✗ fail, then fail new failure test_progs x86_64 gcc",
                        "? missing goes ✓ pass ? missing missing test_progs x86_64 gcc",
                        "⚠ infrastructure bad ? missing known failure ✗ fail, then fail infrastructure test_progs x86_64 gcc",
                        "+ added good ? missing known failure ✓ pass test_progs x86_64 gcc");
    }

    @Test
    void what_a_suite_that_failed_does_not_tell_of_is_missing_when_it_names_no_tests_before_it_runs_them() {
        long a = runs.ofSuite(base, "test_verifier", test("bad", FAIL), test("good", PASS), test("last", PASS));
        long b = runs.ofSuite(base, "test_verifier", test("last", FAIL));
        assertThat(differences(a, b))
                .containsExactly(
                        "✗ new failure last ✓ pass ✗ fail known failure test_verifier x86_64 gcc",
                        "? missing good ✓ pass not run test_verifier x86_64 gcc",
                        "! known failure bad ✗ fail known failure not run test_verifier x86_64 gcc");
    }

    @Test
    void a_subtest_is_gone_when_its_test_does_without_it_and_missing_when_that_failed() {
        long a = runs.ofBase(
                base,
                test("cut", PASS),
                subtest("cut", "part", PASS),
                test("less", PASS),
                subtest("less", "part", PASS));
        long b = runs.ofBase(base, test("cut", FAIL), test("less", PASS));
        assertThat(differences(a, b))
                .containsExactly(
                        "✗ new failure cut ✓ pass ✗ fail known failure test_progs x86_64 gcc",
                        "? missing ↳ cut/part ✓ pass not run test_progs x86_64 gcc",
                        "− gone ↳ less/part ✓ pass not run test_progs x86_64 gcc");
    }

    @Test
    void what_a_dead_vm_did_not_get_to_is_missing() {
        long a = runs.ofBase(base, test("falls", PASS), test("later", PASS));
        long b = runs.ofBase(base, test("falls", FAIL));
        runs.died(b);
        assertThat(differences(a, b))
                .containsExactly(
                        "✗ new failure falls ✓ pass ✗ fail known failure test_progs x86_64 gcc",
                        "? missing later ✓ pass not run test_progs x86_64 gcc");
    }

    @Test
    void a_base_whose_only_failures_do_not_fit_it_looks_good() {
        long a = runs.ofBase(base, test("good", PASS), test("never", UNFIT));
        assertThat(page("/runs/" + a).select("td > .state").eachText())
                .contains("✓ passed", "∉ does not fit")
                .doesNotContain("✗ failed");
    }

    @Test
    void only_one_kind_of_difference_is_shown_when_it_is_asked_for() {
        long a = runs.ofBase(base, test("falls", PASS), test("mended", FAIL));
        long b = runs.ofBase(base, test("falls", FAIL), test("mended", PASS));
        json(a, b, "&what=FIXED")
                .body("comparison.differences.test.test", equalTo(List.of("mended")))
                .body("comparison.counts.size()", equalTo(2));
        given().get("/compare?a=" + a + "&b=" + b + "&what=worse")
                .then()
                .statusCode(400)
                .body(containsString("what=worse"));
    }

    @Test
    void what_is_alike_is_counted_and_not_listed() {
        long a = runs.ofBase(base, test("broken", FAIL), test("good", PASS));
        long b = runs.ofBase(base, test("broken", FAIL), test("good", PASS));
        json(a, b, "")
                .body("comparison.differences", empty())
                .body("comparison.broken", equalTo(1))
                .body("comparison.a.passed", equalTo(1))
                .body("comparison.b.failed", equalTo(1));
        assertThat(page("/compare?a=" + a + "&b=" + b).selectFirst("p.verdict").text())
                .isEqualTo("= Every test that both ran has the same outcome.");
    }

    @Test
    void a_long_list_goes_on_where_its_page_ends() {
        long a = runs.ofBase(base, tests(150));
        long b = runs.ofBase(base, test("stays", PASS));
        json(a, b, "").body("comparison.differences", hasSize(100)).body("comparison.counts.GONE", equalTo(150));
        String next = page("/compare?a=" + a + "&b=" + b).select("a[rel=next]").attr("href");
        given().accept(ContentType.JSON)
                .get("/compare" + next)
                .then()
                .body("comparison.differences", hasSize(50))
                .body("comparison.differences[0].test.test", equalTo("many_100"))
                .body("next", nullValue());
    }

    @Test
    void tests_of_a_job_that_only_one_of_them_has_are_not_missing() {
        long a = runs.ofBase(base, test("alone", PASS));
        long b = runs.ofPrograms(base, null, PlayedRuns.program("o.bpf.o:x", 1, 1));
        json(a, b, "")
                .body("comparison.differences", empty())
                .body("comparison.jobs.name", equalTo(List.of("test_progs x86_64 gcc", "veristat x86_64 gcc")))
                .body("comparison.jobs[0].a.state", equalTo("PASSED"))
                .body("comparison.jobs[0].b", nullValue());
    }

    private static TestReport[] tests(int many) {
        return IntStream.rangeClosed(0, many)
                .mapToObj(i -> i == many ? test("stays", PASS) : test("many_%03d".formatted(i), PASS))
                .toArray(TestReport[]::new);
    }

    private static ValidatableResponse json(long a, long b, String more) {
        return given().accept(ContentType.JSON)
                .get("/compare?a=" + a + "&b=" + b + more)
                .then()
                .statusCode(200);
    }

    private static List<String> differences(long a, long b) {
        return page("/compare?a=" + a + "&b=" + b)
                .select("h2:contains(Tests) + div tbody tr")
                .eachText();
    }

    private static Document page(String path) {
        return Jsoup.parse(given().accept("text/html")
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }
}
