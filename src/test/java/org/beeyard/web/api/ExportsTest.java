package org.beeyard.web.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.subtest;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.path.xml.XmlPath;
import java.util.List;
import java.util.stream.IntStream;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.protocol.TestReport;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/** Runs and attempts in formats of others. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class ExportsTest {

    private static final String HOSTILE = "</testcase> \"&' ]]> # SKIP\n\u001b[31m \uD83D\uDC1D";

    private final PlayedRuns runs = new PlayedRuns();

    @Test
    void an_attempt_is_junit_and_ktap_whatever_its_tests_are_called() {
        long run = runs.ofBase(
                runs.base(runs.tree("exported"), "aa".repeat(20)),
                test(HOSTILE, FAIL),
                subtest(HOSTILE, "part/of it", FAIL),
                test("good", PASS));
        long attempt = attempt(run);
        XmlPath junit = given().get("/api/v1/attempts/" + attempt + "/junit.xml")
                .then()
                .statusCode(200)
                .contentType("application/xml")
                .header("Content-Disposition", "attachment; filename=\"attempt-" + attempt + ".xml\"")
                .extract()
                .xmlPath();
        assertThat(junit.getInt("testsuite.@failures")).isEqualTo(2);
        assertThat(junit.getList("testsuite.testcase.@name", String.class))
                .containsExactlyInAnyOrder("</testcase> \"&' ]]> # SKIP \uFFFD[31m \uD83D\uDC1D", "part/of it", "good");
        assertThat(given().get("/api/v1/attempts/" + attempt + "/ktap").asString())
                .contains("not ok 1 part/of it\n", "</testcase> \"&' ]]> _ SKIP \uFFFD[31m \uD83D\uDC1D\n", "1..2\n");
    }

    @Test
    void an_attempt_of_many_tests_comes_whole() {
        List<TestReport> many =
                IntStream.range(0, 450).mapToObj(i -> test("many_" + i, PASS)).toList();
        long run = runs.ofBase(runs.base(runs.tree("exported whole"), "ab".repeat(20)), many, List.of());
        XmlPath junit =
                given().get("/api/v1/attempts/" + attempt(run) + "/junit.xml").xmlPath();
        assertThat(junit.getList("testsuite.testcase.@name", String.class))
                .hasSize(450)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_run_is_a_submission_for_kcidb() {
        long base = runs.base(runs.tree("exported further"), "ac".repeat(20));
        runs.ofBase(base, test("falls", PASS));
        long run = runs.ofSeries(base, runs.series(base, HOSTILE), List.of(test(HOSTILE, FAIL)), List.of());
        runs.needsBuild(run);
        given().get("/api/v1/runs/" + run + "/kcidb")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("version.minor", equalTo(3))
                .body("checkouts[0].git_commit_hash", equalTo("ac".repeat(20)))
                .body("checkouts[0].comment", equalTo(HOSTILE))
                .body("tests.status", hasItems("FAIL"))
                .body("tests[1].comment", equalTo(HOSTILE.replace('\u001b', '\uFFFD')))
                .body("tests[1].path", matchesPattern("kselftest.bpf.test_progs._*testcase_*SKIP_*31m_*"));
    }

    @Test
    void flaky_tests_are_a_denylist() {
        long base = runs.base(runs.tree("exported flaky"), "ad".repeat(20));
        runs.ofBase(base, List.of(test("once#1", FAIL)), List.of(test("once#1", PASS)));
        given().get("/api/v1/flaky/denylist?tree=exported flaky")
                .then()
                .statusCode(200)
                .body(equalTo("once*1 # flaky 1 of 1 on exported flaky, x86_64 gcc kvm\n"));
    }

    @Test
    void a_series_is_an_mbox() {
        int series = IdleFarm.submitted(IdleFarm.mail("[PATCH test] words: \u00fcber", "one", "exported"));
        assertThat(given().get("/api/v1/series/" + series + "/mbox").asString())
                .contains("\nFrom: A U Thor <author@example.org>\n", "] words: \u00fcber\n", "\n-one\n+exported\n")
                .isEqualTo(given().get("/api/v1/series/" + series + "/patches/1.patch")
                        .asString());
    }

    @Test
    void what_is_not_there_is_not_found() {
        for (String path : List.of(
                "attempts/999999/junit.xml",
                "attempts/999999/ktap",
                "runs/999999/kcidb",
                "series/999999/mbox",
                "series/999999/patches/1.patch")) {
            assertThat(given().get("/api/v1/" + path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void pages_lead_to_what_can_be_exported() {
        long run = runs.ofBase(runs.base(runs.tree("exported links"), "ae".repeat(20)), test("good", PASS));
        long job = run(run).getLong("jobs[0].id");
        assertThat(Jsoup.parse(given().accept("text/html").get("/jobs/" + job).asString())
                        .select("a[href^=/api/v1/attempts]")
                        .eachAttr("href"))
                .containsExactly(
                        "/api/v1/attempts/" + attempt(run) + "/junit.xml",
                        "/api/v1/attempts/" + attempt(run) + "/ktap");
        assertThat(Jsoup.parse(given().accept("text/html").get("/runs/" + run).asString())
                        .select("a[href$=/kcidb]"))
                .hasSize(1);
    }

    private static long attempt(long run) {
        return run(run).getLong("jobs[0].attempt");
    }

    private static JsonPath run(long run) {
        return given().accept("application/json").get("/runs/" + run).jsonPath();
    }
}
