package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that people have tested again, whole or in part, and runs that they stop. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class RetestTest {

    private static int named;

    @Inject
    EntityManager database;

    private int series;
    private int run;

    @BeforeEach
    void a_run() {
        String name = "again " + ++named;
        series = IdleFarm.submitted(IdleFarm.mail("[PATCH test] demo: " + name, "one", name));
        soon().until(() -> runs().size() == 1);
        run = runs().getFirst();
    }

    @Test
    void a_whole_series_is_looked_at_again_from_the_start() {
        end("FAILED");
        retest(run, "").statusCode(202).body("series", equalTo(series));
        soon().until(() -> runs().size() == 2);
        assertThat(detail(runs().getFirst()).getList("jobs.name"))
                .containsExactly("build x86_64 gcc", "test_progs x86_64 gcc");
        audited("retest", run);
    }

    @Test
    void a_series_that_applies_when_it_is_looked_at_again_is_in_no_conflict_any_more() {
        end("FAILED");
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(
                                "insert into conflict (series_id, position, path, hunks, text) values (?1, 1, 'one', '{1}', 'of an earlier look')")
                        .setParameter(1, series)
                        .executeUpdate());
        retest(run, "").statusCode(202);
        soon().until(() -> runs().size() == 2);
        assertThat(given().get("/api/v1/series/" + series).jsonPath().getList("conflicts"))
                .isEmpty();
    }

    @Test
    void of_a_run_in_part_the_rest_stands() {
        end("FAILED");
        int again = retest(run, "?suites=build").statusCode(201).extract().path("run");
        assertThat(detail(again).getList("jobs.name")).containsExactly("build x86_64 gcc");
        assertThat(detail(again).getInt("retestOf")).isEqualTo(run);
        end("PASSED");
        assertThat(detail(again).getString("run.state")).isEqualTo("FAILED");
        assertThat(detail(again).getString("findings[0].jobName")).isEqualTo("test_progs x86_64 gcc");
        audited("retest", run);
    }

    @Test
    void a_suite_is_retested_with_the_build_that_it_needs_and_its_new_outcome_counts() {
        end("FAILED");
        int again = retest(run, "?suites=test_progs&archs=x86_64")
                .statusCode(201)
                .extract()
                .path("run");
        assertThat(detail(again).getList("jobs.name")).containsExactly("build x86_64 gcc", "test_progs x86_64 gcc");
        end("PASSED");
        assertThat(detail(again).getString("run.state")).isEqualTo("PASSED");
        retest(run, "?suites=build").statusCode(409).body("detail", containsString("retest its newest run"));
    }

    @Test
    void what_is_not_there_or_has_not_ended_is_refused() {
        retest(run, "?suites=build").statusCode(409).body("detail", containsString("has not ended yet"));
        end("PASSED");
        retest(run, "?suites=test_nothing")
                .statusCode(409)
                .body("detail", equalTo("The run has no such job. Suites: build, test_progs; archs: x86_64."));
        retest(999_999, "").statusCode(404);
    }

    @Test
    void a_base_is_tested_again_as_a_whole_and_a_verdict_made_before_stays_as_it_was() {
        end("PASSED");
        int base = detail(run).getInt("baseRun");
        retest(base, "?suites=build").statusCode(409).body("detail", equalTo("A base is tested as a whole."));
        int baseAgain = retest(base, "").statusCode(201).extract().path("run");
        assertThat(detail(baseAgain).getList("jobs.name")).containsExactly("build x86_64 gcc", "test_progs x86_64 gcc");
        end("PASSED");
        soon().until(() -> detail(baseAgain).get("run.finishedAt") != null);
        assertThat(detail(run).getInt("baseRun")).isEqualTo(base);
        int again = retest(run, "?suites=test_progs").statusCode(201).extract().path("run");
        end("PASSED");
        assertThat(detail(again).getInt("baseRun")).isEqualTo(baseAgain);
    }

    @Test
    void a_run_is_stopped_once() {
        cancel(run).statusCode(200).body("run", equalTo(run));
        assertThat(detail(run).getString("run.state")).isEqualTo("CANCELLED");
        assertThat(detail(run).getString("run.sentence")).isEqualTo("Cancelled: stopped by hand.");
        assertThat(detail(run).getList("jobs.state")).containsOnly("CANCELLED");
        audited("cancel", run);
        cancel(run).statusCode(409).body("detail", equalTo("The run has ended already."));
        retest(run, "?suites=build").statusCode(409).body("detail", containsString("was cancelled"));
    }

    @Test
    void a_browser_is_led_from_the_button_to_the_run() {
        assertThat(page(run)).contains("/api/v1/runs/" + run + "/cancel");
        end("FAILED");
        assertThat(page(run)).contains("/api/v1/runs/" + run + "/retest").contains("value=\"test_progs\"");
        String place = given().redirects()
                .follow(false)
                .accept("text/html")
                .formParam("suites", "build")
                .formParam("archs", "x86_64")
                .post("/api/v1/runs/" + run + "/retest")
                .then()
                .statusCode(303)
                .extract()
                .header("Location");
        assertThat(place).endsWith("/runs/" + runs().getFirst());
        assertThat(page(runs().getFirst())).contains("Some jobs of").contains("/runs/" + run + "\"");
        end("PASSED");
    }

    private static ValidatableResponse retest(int run, String query) {
        return given().accept("application/json")
                .post("/api/v1/runs/" + run + "/retest" + query)
                .then();
    }

    private static ValidatableResponse cancel(int run) {
        return given().accept("application/json")
                .post("/api/v1/runs/" + run + "/cancel")
                .then();
    }

    private List<Integer> runs() {
        return given().get("/api/v1/series/" + series).path("runs.id");
    }

    private static JsonPath detail(int run) {
        return given().get("/api/v1/runs/" + run).jsonPath();
    }

    private static String page(int run) {
        return given().accept("text/html").get("/runs/" + run).asString();
    }

    private static void audited(String act, int run) {
        JsonPath audit = given().accept("application/json").get("/audit").jsonPath();
        assertThat(audit.getString("[0].act")).isEqualTo(act);
        assertThat(audit.getString("[0].object")).isEqualTo("run " + run);
        assertThat(audit.getString("[0].who")).isEqualTo("Somebody on this machine");
    }

    private void end(String state) {
        PlannedRuns planned = new PlannedRuns();
        soon().until(() -> {
            planned.end(series, state); // again, as one that is planned only now has missed it
            return given().get("/api/v1/series/" + series).jsonPath().getList("runs.finishedAt").stream()
                    .noneMatch(end -> end == null);
        });
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200));
    }
}
