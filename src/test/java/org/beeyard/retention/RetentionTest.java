package org.beeyard.retention;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.StoredLogs;
import org.beeyard.blob.BlobStore;
import org.beeyard.protocol.Outcome;
import org.beeyard.web.PlayedPages;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** What is thrown away when. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class RetentionTest extends AgedRuns {

    @Test
    void weeks_of_results_go_when_all_of_their_days_are_old() {
        long old = ofBase();
        long lately = ofBase();
        // of no other test of this database
        reported(old, Instant.parse("2011-03-02T10:00:00Z"), "why it failed in 2011");
        reported(lately, clock.instant(), "why it failed lately");
        assertThat(results(old)).isEqualTo(1);
        retention.all();
        assertThat(results(old)).isZero();
        assertThat(results(lately)).isEqualTo(1);
        assertThat(weeks()).noneMatch(week -> week.equals("test_result_20110228"));
        assertThat(texts("why it failed in 2011")).isZero();
        assertThat(texts("why it failed lately")).isEqualTo(1);
        String since = one("select cast(gone_until as text) from retention where work = 'results'");
        assertThat(LocalDate.parse(since))
                .isBeforeOrEqualTo(
                        LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(180));
        given().accept("application/json")
                .get("/runs/" + old + "/tests")
                .then()
                .body("tests.size()", equalTo(0))
                .body("goneUntil", equalTo(since));
        given().accept("text/html")
                .get("/runs/" + old + "/tests")
                .then()
                .body(containsString("Single results of days before " + since + " were thrown away"));
        given().get("/api/v1/attempts/" + attempt(old) + "/junit.xml").then().statusCode(410);
    }

    @Test
    void weeks_of_what_the_verifier_did_go_as_results_do() {
        for (String table : List.of("program_effort", "program_change")) {
            QuarkusTransaction.requiringNew()
                    .run(() -> sql("create table " + table + "_20110228 partition of " + table
                            + " for values from ('2011-02-28') to ('2011-03-07')"));
        }
        retention.all();
        assertThat(
                        one(
                                "select cast(count(*) as text) from pg_class where relname in ('program_effort_20110228', 'program_change_20110228')"))
                .isEqualTo("0");
    }

    @Test
    void a_run_whose_results_are_gone_lists_no_test_as_missing_for_that() {
        ofBase();
        long run = runs.ofSeries(
                base,
                runs.series(base, "gone " + UUID.randomUUID()),
                List.of(PlayedRuns.test("steady", Outcome.FAIL)),
                List.of());
        QuarkusTransaction.requiringNew().run(() -> {
            sql("update run set created_at = '2011-03-02' where id = " + run);
            sql("delete from test_result where attempt_id = " + attempt(run));
        });
        aWeekOf2011Goes();
        given().accept("application/json")
                .get("/runs/" + run + "/tests")
                .then()
                .body("tests.size()", equalTo(0))
                .body("goneUntil", notNullValue());
    }

    @Test
    void a_retest_says_that_what_it_inherits_is_gone() {
        ofBase();
        long first = ofSeries();
        long again = runs.retested(first, "test_maps", PlayedRuns.test("map", Outcome.PASS));
        QuarkusTransaction.requiringNew().run(() -> {
            sql("update run set created_at = '2011-03-02' where id = " + first);
            sql("delete from test_result where attempt_id = " + attempt(first));
        });
        aWeekOf2011Goes();
        given().accept("application/json")
                .get("/runs/" + again + "/tests")
                .then()
                .body("tests.test.test", equalTo(List.of("map")))
                .body("goneUntil", notNullValue());
    }

    @Test
    void programs_of_a_run_are_said_to_be_thrown_away_and_not_to_be_as_on_the_base() {
        runs.ofPrograms(base, null, PlayedRuns.program("gone.bpf.o:x", 10, 100));
        long run = runs.ofPrograms(
                base, runs.series(base, "dear once " + UUID.randomUUID()), PlayedRuns.program("gone.bpf.o:x", 20, 100));
        QuarkusTransaction.requiringNew().run(() -> {
            sql("update run set finished_at = '2011-03-02' where id = " + run);
            sql("delete from program_change where run_id = " + run);
        });
        aWeekOf2011Goes();
        String gone = "thrown away with the single results of days before "
                + one("select cast(gone_until as text) from retention where work = 'results'");
        Document page = PlayedPages.page("/runs/" + run);
        assertThat(page.select("p.facts:contains(against the base)").text())
                .isEqualTo("veristat against the base: " + gone);
        assertThat(page.select("td:has(.state)").eachText()).contains("1 accepted");
        assertThat(page.text()).doesNotContain("as on the base");
        assertThat(PlayedPages.page("/runs/" + run + "/veristat")
                        .select(".empty")
                        .text())
                .isEqualTo("What the verifier did for its programs was " + gone + "; what the run found is kept.");
        assertThat(PlayedPages.page(page.select("td a[href^=/jobs/]").attr("href"))
                        .select("p.verdict")
                        .text())
                .doesNotContain("as on the base");
    }

    private void aWeekOf2011Goes() {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> sql(
                                "create table if not exists program_change_20110228 partition of program_change for values from ('2011-02-28') to ('2011-03-07')"));
        retention.all();
    }

    @Test
    void logs_go_and_their_attempts_say_so() throws IOException {
        long run = ofBase();
        long attempt = attempt(run);
        new StoredLogs().append(attempt, "##[step] running\nwords\n".getBytes(UTF_8), clock.instant());
        given().get("/attempts/" + attempt + "/log.txt").then().statusCode(200);
        aged(run, 95);
        retention.all();
        String today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
        given().accept("text/html")
                .get("/attempts/" + attempt + "/log")
                .then()
                .statusCode(200)
                .body(containsString("was thrown away on " + today + ", 95 days after the attempt ended."));
        given().accept("application/json")
                .get("/attempts/" + attempt + "/log")
                .then()
                .body("gone.days", equalTo(95))
                .body("lines", equalTo(0));
        given().get("/attempts/" + attempt + "/log.txt")
                .then()
                .statusCode(410)
                .body("detail", equalTo("The log was thrown away on " + today + ", 95 days after the attempt ended."));
        given().accept("text/html")
                .get("/jobs/" + one("select cast(job_id as text) from attempt where id = " + attempt))
                .then()
                .body(containsString("thrown away on " + today));
        assertThat(count("log_segment where attempt_id = " + attempt)).isZero();
        assertThat(count("log_index where attempt_id = " + attempt)).isZero();
    }

    @Test
    void artifacts_of_old_runs_go_and_their_blobs_after_them() throws IOException {
        long series = ofSeries();
        BlobStore.Blob blob = leaves(series);
        forgotten(blob);
        retention.all();
        assertThat(blobs.has(blob.sha256())).isTrue();
        aged(series, 31);
        retention.all();
        assertThat(artifacts(series)).isZero();
        assertThat(blobs.has(blob.sha256())).isFalse();
        given().accept("application/json")
                .get("/runs/" + series)
                .then()
                .body("artifactsGoneAt", notNullValue())
                .body("pin", nullValue());
        assertThat(count("run where id = " + series + " and artifacts_gone_at is not null"))
                .isEqualTo(1);
    }

    @Test
    void sources_of_old_bases_and_series_go_and_a_retest_of_them_says_so() {
        ofBase();
        long series = ofSeries();
        QuarkusTransaction.requiringNew().run(() -> {
            sql(
                    "update base set source_blob = 'some', source_size = 1, adopted_at = adopted_at - interval '40 days' where id = "
                            + base);
            sql(
                    "update series set delta_blob = 'some', delta_size = 1, received_at = received_at - interval '40 days' where id = (select series_id from run where id = "
                            + series + ")");
        });
        retention.all();
        assertThat(count("base where source_blob is not null and id = " + base)).isEqualTo(1);
        QuarkusTransaction.requiringNew()
                .run(() ->
                        sql("update run set finished_at = finished_at - interval '40 days' where base_id = " + base));
        retention.all();
        assertThat(count("base where source_blob is not null and id = " + base))
                .as("the newest of its tree")
                .isEqualTo(1);
        assertThat(count("series s join run r on r.series_id = s.id where r.id = " + series
                        + " and s.delta_blob is not null"))
                .isZero();
        base();
        retention.all();
        assertThat(count("base where source_blob is not null and id = " + base)).isZero();
        given().accept("application/json")
                .post("/api/v1/runs/" + series + "/retest?suites=test_progs")
                .then()
                .statusCode(409)
                .body(
                        "detail",
                        equalTo(
                                "What this run was built from was thrown away by retention; retest the whole series, on the newest base."));
    }

    @Test
    void the_page_of_the_farm_tells_of_the_rounds() {
        retention.all();
        given().accept("application/json")
                .get("/farm")
                .then()
                .body("keeping.work", hasItem("blobs"))
                .body("keeping.find { it.work == 'logs' }.endedAt", notNullValue())
                .body("keeping.find { it.work == 'logs' }.error", nullValue())
                .body("room.free", notNullValue());
        rounds.end("logs", "The disk is on fire.");
        given().accept("text/html")
                .get("/farm")
                .then()
                .body(containsString("Old logs cannot be thrown away: The disk is on fire."));
        retention.all();
        given().accept("text/html").get("/farm").then().body(containsString("<td class=\"name\">logs</td>"));
    }

    @Test
    void a_round_that_was_not_ended_goes_on() {
        String work = "test " + UUID.randomUUID();
        assertThat(rounds.due(work, Duration.ofHours(6))).isTrue();
        Instant began = rounds.begin(work);
        rounds.add(work, 3, 10);
        assertThat(rounds.due(work, Duration.ofHours(6))).isTrue();
        assertThat(rounds.begin(work)).isEqualTo(began);
        rounds.add(work, 1, 5);
        rounds.end(work, null);
        assertThat(rounds.due(work, Duration.ofHours(6))).isFalse();
        assertThat(rounds.due(work, Duration.ZERO)).isTrue();
        assertThat(one("select removed || ' ' || freed from retention where work = '" + work + "'"))
                .isEqualTo("4 15");
        rounds.begin(work);
        assertThat(one("select removed || ' ' || all_removed from retention where work = '" + work + "'"))
                .isEqualTo("0 4");
        QuarkusTransaction.requiringNew().run(() -> sql("delete from retention where work = '" + work + "'"));
    }
}
