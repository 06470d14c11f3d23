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
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.StoredLogs;
import org.beeyard.blob.BlobConfig;
import org.beeyard.blob.BlobStore;
import org.beeyard.job.Attempt;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.beeyard.result.Results;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is thrown away when, and what is not. The rows of these tests are made old; the clock is left alone. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class RetentionTest {

    private static int commits;

    @Inject
    Retention retention;

    @Inject
    Rounds rounds;

    @Inject
    EntityManager database;

    @Inject
    BlobStore blobs;

    @Inject
    BlobConfig config;

    @Inject
    Results results;

    @Inject
    Clock clock;

    private PlayedRuns runs;
    private long tree;
    private long base;

    @BeforeEach
    void a_tree() {
        runs = new PlayedRuns();
        tree = runs.tree("kept " + UUID.randomUUID());
        base = base();
    }

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
    void the_newest_run_of_a_base_keeps_what_series_are_built_on() throws IOException {
        long before = ofBase();
        leaves(before);
        base = base();
        long newest = ofBase();
        leaves(newest);
        aged(before, 40);
        aged(newest, 35);
        retention.all();
        assertThat(artifacts(before)).isZero();
        assertThat(artifacts(newest)).isEqualTo(1);
    }

    @Test
    void but_not_when_its_results_are_about_to_go() throws IOException {
        long newest = ofBase();
        leaves(newest);
        aged(newest, 174);
        retention.all();
        assertThat(artifacts(newest)).isZero();
    }

    @Test
    void what_an_unfinished_run_is_built_on_stays() throws IOException {
        long before = ofBase();
        leaves(before);
        long series = ofSeries();
        base = base();
        ofBase();
        QuarkusTransaction.requiringNew().run(() -> {
            sql(
                    "insert into job_need (job_id, needs_id) select s.id, b.id from job s, job b where s.kind = 'TEST' and s.run_id = "
                            + series + " and b.kind = 'BUILD' and b.run_id = " + before);
            sql("update run set finished_at = null where id = " + series);
        });
        aged(before, 40);
        retention.all();
        assertThat(artifacts(before)).isEqualTo(1);
        aged(series, 1);
        retention.all();
        assertThat(artifacts(before)).isZero();
    }

    @Test
    void a_pinned_run_and_its_bases_keep_logs_and_artifacts() throws IOException {
        long ofBase = ofBase();
        leaves(ofBase);
        long series = ofSeries();
        leaves(series);
        new StoredLogs().append(attempt(series), "pinned\n".getBytes(UTF_8), clock.instant());
        base = base();
        ofBase();
        given().accept("application/json")
                .post("/api/v1/runs/" + series + "/pin")
                .then()
                .statusCode(200);
        aged(ofBase, 100);
        aged(series, 100);
        retention.all();
        assertThat(artifacts(ofBase)).isEqualTo(1);
        assertThat(artifacts(series)).isEqualTo(1);
        given().get("/attempts/" + attempt(series) + "/log.txt")
                .then()
                .statusCode(200)
                .body(equalTo("pinned\n"));
        given().accept("text/html").get("/runs/" + series).then().body(containsString("Pinned by"));
        assertThat(count("audit where act = 'PIN' and object = 'run " + series + "'"))
                .isEqualTo(1);

        given().accept("application/json")
                .post("/api/v1/runs/" + series + "/unpin")
                .then()
                .statusCode(200);
        retention.all();
        assertThat(artifacts(series)).isZero();
        assertThat(count("audit where act = 'UNPIN' and object = 'run " + series + "'"))
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

    private long base() {
        return runs.base(tree, String.format("%040x", 0x8e7e00000L + ++commits));
    }

    private long ofBase() {
        return runs.ofBase(base, PlayedRuns.test("steady", Outcome.PASS));
    }

    private long ofSeries() {
        long series = runs.series(base, "kept " + UUID.randomUUID());
        return runs.ofSeries(base, series, List.of(PlayedRuns.test("steady", Outcome.PASS)), List.of());
    }

    private BlobStore.Blob leaves(long run) throws IOException {
        String words = UUID.randomUUID().toString();
        BlobStore.Blob blob = blobs.put(out -> out.write(words.getBytes(UTF_8)));
        runs.needsBuild(run);
        runs.leaves(run, "vm.tar.zst", blob, true);
        return blob;
    }

    private void aged(long run, int days) {
        String ago = " - interval '" + days + " days'";
        QuarkusTransaction.requiringNew().run(() -> {
            sql("update run set created_at = now()" + ago + ", finished_at = now()" + ago + " where id = " + run);
            sql("update attempt set finished_at = now()" + ago + " where job_id in (select id from job where run_id = "
                    + run + ")");
        });
    }

    /** As if it had been stored, and claimed, long ago. */
    private void forgotten(BlobStore.Blob blob) throws IOException {
        String name = blob.sha256();
        QuarkusTransaction.requiringNew()
                .run(() -> sql("update blob_claim set at = at - interval '9 days' where sha256 = '" + name + "'"));
        Files.setLastModifiedTime(
                config.folder()
                        .resolve(name.substring(0, 2))
                        .resolve(name.substring(2, 4))
                        .resolve(name),
                FileTime.from(clock.instant().minus(Duration.ofDays(9))));
    }

    private void reported(long run, Instant at, String why) {
        QuarkusTransaction.requiringNew().run(() -> {
            sql("delete from test_result where attempt_id = " + attempt(run));
            sql("update run set created_at = '" + at + "' where id = " + run);
            sql("update attempt set created_at = '" + at + "' where id = " + attempt(run));
        });
        QuarkusTransaction.requiringNew()
                .run(() -> results.store(
                        database.find(Attempt.class, attempt(run)),
                        List.of(new TestReport("failing", null, Outcome.FAIL, 1, why))));
    }

    private long attempt(long run) {
        return Long.parseLong(one(
                "select cast(max(a.id) as text) from attempt a join job j on j.id = a.job_id where j.kind = 'TEST' and j.run_id = "
                        + run));
    }

    private long results(long run) {
        return count("test_result where attempt_id = " + attempt(run));
    }

    private long artifacts(long run) {
        return count("artifact f join attempt a on a.id = f.attempt_id join job j on j.id = a.job_id where j.run_id = "
                + run);
    }

    private long texts(String text) {
        return count("result_detail where text = '" + text + "'");
    }

    private List<String> weeks() {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "select cast(cast(inhrelid as regclass) as text) from pg_inherits where inhparent = cast('test_result' as regclass)",
                                String.class)
                        .getResultList());
    }

    private long count(String what) {
        return Long.parseLong(one("select cast(count(*) as text) from " + what));
    }

    private String one(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> (String) database.createNativeQuery(sql).getSingleResult());
    }

    private void sql(String sql) {
        database.createNativeQuery(sql).executeUpdate();
    }
}
