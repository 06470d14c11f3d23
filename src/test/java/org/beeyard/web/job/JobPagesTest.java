package org.beeyard.web.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.protocol.Outcome.UNFIT;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.StoredLogs;
import org.beeyard.protocol.TestReport;
import org.beeyard.web.PlayedPages;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** A job's page says of it what the page of its run says. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class JobPagesTest extends PlayedPages {

    private final StoredLogs logs = new StoredLogs();

    @Test
    void a_job_that_failed_by_what_the_base_has_too_is_no_more_than_a_warning() {
        long base = runs.base(tree, "d1".repeat(20));
        String alone = job(runs.ofBase(base, test("falls", FAIL), test("fine", PASS)));
        String innocent = job(ofSeries(base, "bpf: Blameless", test("falls", FAIL), test("fine", PASS)));
        String guilty = job(ofSeries(base, "bpf: To blame", test("falls", FAIL), test("fine", FAIL)));
        assertThat(verdict(alone)).isEqualTo("FAILED ✗ failed");
        assertThat(verdict(innocent)).isEqualTo("WARNING ! failed");
        assertThat(verdict(guilty)).isEqualTo("FAILED ✗ failed");
        assertThat(data(innocent).getString("look")).isEqualTo("WARNING");
        assertThat(data(innocent).getString("state")).isEqualTo("FAILED");
    }

    @Test
    void a_job_of_which_some_tests_do_not_fit_the_kernel_and_no_other_failed_has_passed() {
        String job = job(runs.ofBase(runs.base(tree, "d2".repeat(20)), test("good", PASS), test("never", UNFIT)));
        assertThat(verdict(job)).isEqualTo("PASSED ✓ passed");
    }

    @Test
    void a_job_has_failed_also_when_its_suite_passed_and_the_kernel_did_not() {
        long base = runs.base(tree, "d3".repeat(20));
        runs.ofBase(base, test("falls", PASS));
        long run = ofSeries(base, "bpf: Splats", test("falls", FAIL));
        runs.passedItself(run);
        assertThat(verdict(job(run))).isEqualTo("FAILED ✗ failed");
        assertThat(page("/runs/" + run).select("td > .state").eachText()).contains("✗ failed");
    }

    @Test
    void what_failed_first_is_as_bad_as_the_job_that_it_failed() throws IOException {
        long base = runs.base(tree, "d4".repeat(20));
        String alone = job(runs.ofBase(base, test("falls", FAIL)));
        String innocent = job(ofSeries(base, "bpf: Innocent of what failed first", test("falls", FAIL)));
        for (String job : List.of(alone, innocent)) {
            said(
                    data(job).getLong("attempts[0].id"),
                    "##[step] running test_progs\ntest_falls:FAIL:x\n#1 falls:FAIL\n");
        }
        assertThat(failedFirst(alone)).isEqualTo("state FAILED ✗ failed test");
        assertThat(failedFirst(innocent)).isEqualTo("state WARNING ! failed test");
    }

    @Test
    void what_failed_first_in_an_error_of_the_farm_is_told_as_one() throws IOException {
        long job = logs.job("ERROR");
        Instant now = Instant.now();
        said(
                logs.attempt(job, 1, "ERROR", now.minusSeconds(60), now),
                "##[step] booting\nbeeyard: ERROR. The node went away.\n");
        assertThat(failedFirst("/jobs/" + job)).isEqualTo("state ERROR ⚠ ending");
    }

    private long ofSeries(long base, String title, TestReport... tests) {
        return runs.ofSeries(base, runs.series(base, title), List.of(tests), List.of());
    }

    private void said(long attempt, String words) throws IOException {
        logs.append(attempt, words.getBytes(StandardCharsets.UTF_8), Instant.now());
    }

    private static String job(long run) {
        return page("/runs/" + run).select("td a[href^=/jobs/]").last().attr("href");
    }

    private static JsonPath data(String job) {
        return given().accept(ContentType.JSON).get(job).then().extract().jsonPath();
    }

    private static String verdict(String job) {
        Element verdict = page(job).selectFirst("p.verdict");
        return verdict.className().replace("verdict ", "") + " " + verdict.text();
    }

    private static String failedFirst(String job) {
        Element kind = page(job).selectFirst("h2:contains(What failed first) + p .state");
        return kind.className() + " " + kind.text();
    }
}
