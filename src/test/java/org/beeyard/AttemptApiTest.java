package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.beeyard.job.Token;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an agent may say, twice, in the wrong order, or falsely. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class AttemptApiTest {

    @Inject
    EntityManager database;

    @Inject
    SteppedClock clock;

    private final Token token = new Token("bya_" + UUID.randomUUID());
    private long attempt;
    private Process standIn;

    @ConfigProperty(name = "beeyard.home")
    Path home;

    @BeforeEach
    void attempt() throws IOException {
        Instant now = Instant.now();
        attempt = QuarkusTransaction.requiringNew().call(() -> {
            database.createNativeQuery("insert into tree (name, created_at) values ('api', ?1) on conflict do nothing")
                    .setParameter(1, now)
                    .executeUpdate();
            long base = id("insert into base (tree_id, commit_id, subject, committed_at, adopted_at) select id, '"
                    + token.hash().substring(0, 40) + "', 's', now(), now() from tree where name = 'api' returning id");
            long run = id("insert into run (kind, base_id, state, created_at) values ('BASE', " + base
                    + ", 'RUNNING', now()) returning id");
            long job = id(
                    "insert into job (run_id, name, kind, arch, compiler, suite, pool, kernel_config, tests, deny, state, since) values ("
                            + run
                            + ", 'test_progs x86_64 gcc', 'TEST', 'x86_64', 'gcc', 'test_progs', 'none', 'small', '{}', '{}', 'RUNNING', now()) returning id");
            return id(
                    "insert into attempt (job_id, number, purpose, pool, state, fence, token_hash, created_at, not_before, started_at, deadline) values ("
                            + job + ", 1, 'FIRST', 'none', 'STARTING', 0, '" + token.hash()
                            + "', now(), now(), now(), now() + interval '1 hour') returning id");
        });
        standIn = standIn(attempt);
        agent().body("{\"protocol\":1,\"host\":\"h\",\"cpus\":2,\"memoryBytes\":1,\"diskFreeBytes\":1}")
                .contentType("application/json")
                .post("/attempt-api/v1/start")
                .then()
                .statusCode(204);
    }

    @AfterEach
    void end() {
        standIn.destroyForcibly();
    }

    @Test
    void counts_a_batch_that_is_sent_twice_once() {
        String batch =
                "{\"reports\":[{\"test\":\"atomics\",\"outcome\":\"PASS\",\"millis\":5},{\"test\":\"xdp\",\"outcome\":\"PASS\",\"millis\":5}]}";
        assertThat(results(1, batch)).isEqualTo(204);
        assertThat(results(1, batch)).isEqualTo(204);
        assertThat(results(3, batch)).isEqualTo(409);
        assertThat(count("select count(*) from test_result where attempt_id = " + attempt))
                .isEqualTo(2);
    }

    @Test
    void holds_the_worse_of_two_reports_about_a_test() {
        results(1, "{\"reports\":[{\"test\":\"xdp\",\"outcome\":\"FAIL\",\"millis\":5,\"excerpt\":\"why\"}]}");
        results(2, "{\"reports\":[{\"test\":\"xdp\",\"outcome\":\"PASS\",\"millis\":5}]}");
        assertThat(count("select status from test_result where attempt_id = " + attempt))
                .isEqualTo(4);
    }

    @Test
    void tells_an_agent_what_rules_deny_but_for_tests_that_are_run_by_name() {
        QuarkusTransaction.requiringNew().run(() -> {
            built();
            id(
                    "insert into rule (kind, tests, tree, suite, owner, reason, expires, made_by, made_at) values ('DENY', 'hangs/*', 'api', 'test_progs', 'Anna', 'why', now() + interval '1 day', 'anna', now()) returning id");
            id("update job set deny = '{matrix}' where id = " + job() + " returning id");
        });
        assertThat(denied()).containsExactly("matrix", "hangs/*");
        QuarkusTransaction.requiringNew()
                .run(() -> id("update attempt set only_tests = '{hangs}' where id = " + attempt + " returning id"));
        assertThat(denied()).containsExactly("matrix");
    }

    /** A build that has left what a VM needs. */
    private void built() {
        long build = id(
                "insert into job (run_id, name, kind, arch, compiler, pool, kernel_config, tests, deny, state, since) select run_id, 'build x86_64 gcc', 'BUILD', 'x86_64', 'gcc', 'none', 'small', '{}', '{}', 'PASSED', now() from job where id = "
                        + job() + " returning id");
        long built = id(
                "insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, finished_at) values ("
                        + build + ", 1, 'FIRST', 'none', 'PASSED', 0, now(), now(), now()) returning id");
        id("insert into artifact (attempt_id, name, sha256, size) values (" + built + ", 'vm.tar.zst', '"
                + "0".repeat(64) + "', 1) returning attempt_id");
        id("insert into job_need (job_id, needs_id) values (" + job() + ", " + build + ") returning job_id");
    }

    @Test
    void tells_an_agent_what_a_custom_suite_runs() {
        QuarkusTransaction.requiringNew().run(() -> {
            built();
            id(
                    "update job set suite = 'bpftool', script_path = 'suites/b.sh', script_where = 'VM', script_report = 'KTAP', script_seconds = 60 where id = "
                            + job() + " returning id");
        });
        JsonPath inVm = spec();
        assertThat(inVm.getString("work.kind")).isEqualTo("test");
        assertThat(inVm.getMap("work.custom")).isEqualTo(Map.of("script", "suites/b.sh", "report", "ktap"));
        assertThat(inVm.getInt("work.seconds")).isEqualTo(60);
        QuarkusTransaction.requiringNew().run(() -> {
            id(
                    "update base set source_blob = 's', source_size = 1, ci_blob = 'c', ci_size = 2 where id = (select base_id from run where id = (select run_id from job where id = "
                            + job() + ")) returning id");
            id("update job set script_where = 'SOURCE', script_seconds = 0 where id = " + job() + " returning id");
        });
        JsonPath onSources = spec();
        assertThat(onSources.getString("work.kind")).isEqualTo("check");
        assertThat(onSources.getString("work.source.sha256")).isEqualTo("s");
        assertThat(onSources.getString("work.ci.sha256")).isEqualTo("c");
        assertThat(onSources.getInt("work.seconds")).isEqualTo(6_000);
    }

    private JsonPath spec() {
        return agent().get("/attempt-api/v1/spec")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<String> denied() {
        return spec().getList("work.deny");
    }

    private long job() {
        return id("select job_id from attempt where id = " + attempt);
    }

    @Test
    void appends_to_the_log_acknowledges_a_repetition_and_refuses_a_gap() {
        assertThat(log(0, "hello ").getStatusCode()).isEqualTo(204);
        assertThat(log(0, "hello ").getHeader("X-Log-Size")).isEqualTo("6");
        assertThat(log(3, "lo world").getHeader("X-Log-Size")).isEqualTo("11");
        assertThat(log(50, "gap").getStatusCode()).isEqualTo(416);
        assertThat(given().get("/attempts/" + attempt + "/log.txt").asString()).isEqualTo("hello world");
    }

    @Test
    void keeps_no_blob_whose_digest_is_another() throws Exception {
        byte[] bytes = "artifact".getBytes(StandardCharsets.UTF_8);
        String right =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertThat(blob("0".repeat(64), bytes)).isEqualTo(422);
        assertThat(blob("..%2f..%2fetc", bytes)).isGreaterThanOrEqualTo(400);
        assertThat(blob(right, bytes)).isEqualTo(204);
        agent().get("/attempt-api/v1/blob/" + right).then().statusCode(404);
    }

    @Test
    void keeps_what_the_verifier_did_for_programs_and_believes_no_less_than_nothing() {
        results(
                1,
                "{\"reports\":[{\"test\":\"a:x\",\"outcome\":\"PASS\",\"millis\":5,\"effort\":{\"states\":12,\"instructions\":null}},{\"test\":\"a:y\",\"outcome\":\"PASS\",\"millis\":5}]}");
        assertThat(text(
                        "select string_agg(t.test || ' ' || e.states, ', ') from program_effort e join test t on t.id = e.test_id where attempt_id = "
                                + attempt))
                .isEqualTo("a:x 12");
        assertThat(
                        results(
                                2,
                                "{\"reports\":[{\"test\":\"a:z\",\"outcome\":\"PASS\",\"millis\":5,\"effort\":{\"states\":-1}}]}"))
                .isEqualTo(400);
    }

    @Test
    void counts_the_tests_of_an_attempt_that_has_ended_and_not_their_subtests() {
        results(
                1,
                "{\"reports\":[{\"test\":\"xdp\",\"outcome\":\"PASS\",\"millis\":5},{\"test\":\"xdp\",\"subtest\":\"s\",\"outcome\":\"FAIL\",\"millis\":5},{\"test\":\"map\",\"outcome\":\"SKIP\",\"millis\":5},{\"test\":\"tc\",\"outcome\":\"ERROR\",\"millis\":5}]}");
        assertThat(finish(1, 0)).isEqualTo(204);
        assertThat(text("select concat_ws(' ', done, passed, failed, skipped) from attempt where id = " + attempt))
                .isEqualTo("3 1 1 1");
    }

    @Test
    void believes_a_manifest_only_when_everything_it_names_has_arrived() {
        results(1, "{\"reports\":[{\"test\":\"xdp\",\"outcome\":\"PASS\",\"millis\":5}]}");
        assertThat(finish(2, 0)).isEqualTo(204);
        assertThat(text("select state || ' ' || reason || ' ' || sentence from attempt where id = " + attempt))
                .isEqualTo("ERROR UPLOAD_FAILED Of 2 batches of results 1 have arrived.");
    }

    @Test
    void reads_nothing_of_what_is_too_long_or_does_not_say_how_long_it_is() throws IOException {
        assertThat(firstLine("POST /attempt-api/v1/results?seq=1 HTTP/1.1\r\nContent-Length: 99999999\r\n"))
                .isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        assertThat(firstLine("PUT /attempt-api/v1/log?offset=0 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"))
                .isEqualTo("HTTP/1.1 411 Length Required");
    }

    /** Of the answer to a request of which only the head is sent. */
    private String firstLine(String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.getOutputStream()
                    .write((head + "Host: farm\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                                    + token.secret() + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    @Test
    void lets_a_token_die_with_its_attempt() {
        assertThat(finish(0, 0)).isEqualTo(204);
        assertThat(text("select state from attempt where id = " + attempt)).isEqualTo("PASSED");
        assertThat(finish(0, 0)).isEqualTo(410);
        assertThat(log(0, "late").getStatusCode()).isEqualTo(410);
        agent().body("{\"step\":\"s\",\"done\":1,\"expected\":2}")
                .contentType("application/json")
                .post("/attempt-api/v1/heartbeat")
                .then()
                .body("cancel", org.hamcrest.Matchers.equalTo(true));
    }

    @Test
    void leaves_an_attempt_its_time_when_the_clock_is_set() {
        long had = hoursLeft();
        try {
            clock.set(Duration.ofHours(3));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> hoursLeft() == had + 3);
            clock.set(Duration.ZERO);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            count("select count(*) from attempt where heartbeat_at > now() and id = " + attempt) == 0);
        } finally {
            clock.set(Duration.ZERO);
        }
        assertThat(text("select state from attempt where id = " + attempt)).isEqualTo("RUNNING");
    }

    private long hoursLeft() {
        return count("select cast(round(extract(epoch from deadline - now()) / 3600) as int) from attempt where id = "
                + attempt);
    }

    /** A process that stands for the agent: an attempt without one would be ended as lost. */
    private Process standIn(long attempt) throws IOException {
        Process process = new ProcessBuilder("setsid", "sleep", "600").start();
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String born = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
        Path work = Files.createDirectories(home.resolve("work/a" + attempt));
        Files.writeString(
                work.resolve("process"),
                process.pid() + " " + born + " "
                        + Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                                .strip());
        return process;
    }

    private int results(int seq, String batch) {
        return agent().body(batch)
                .contentType("application/json")
                .post("/attempt-api/v1/results?seq=" + seq)
                .getStatusCode();
    }

    private Response log(long offset, String text) {
        return agent().body(text.getBytes(StandardCharsets.UTF_8))
                .contentType("application/octet-stream")
                .put("/attempt-api/v1/log?offset=" + offset);
    }

    private int blob(String sha256, byte[] bytes) {
        return agent().body(bytes)
                .contentType("application/octet-stream")
                .put("/attempt-api/v1/blob/" + sha256)
                .getStatusCode();
    }

    @Test
    void keeps_and_shows_which_tests_an_attempt_was_to_run() {
        String lists =
                ",\"lists\":{\"allow\":[],\"deny\":[\"a<b>/c\",\"xdp\"],\"sources\":[\"tree DENYLIST\",\"CI DENYLIST.rc\"]}";
        assertThat(finish(0, 0, lists)).isEqualTo(204);
        String page = given().accept("text/html").get("/jobs/" + job()).asString();
        assertThat(page)
                .contains("Tests of attempt 1: all, 2 denied", "by tree DENYLIST, CI DENYLIST.rc", "a&lt;b&gt;/c")
                .doesNotContain("NOT_FOUND");
        assertThat(given().accept("application/json")
                        .get("/jobs/" + job())
                        .jsonPath()
                        .getList("lists[0].deny"))
                .isEqualTo(List.of("a<b>/c", "xdp"));
    }

    private int finish(int batches, long logBytes) {
        return finish(batches, logBytes, "");
    }

    private int finish(int batches, long logBytes, String more) {
        return agent().body(
                        "{\"complete\":true,\"ending\":\"PASSED\",\"sentence\":\"1/1 passed.\",\"accelerator\":\"tcg\",\"reports\":0,\"batches\":"
                                + batches + ",\"logBytes\":" + logBytes
                                + ",\"logDropped\":0,\"steps\":0,\"cpuMillis\":1,\"artifacts\":[],\"splats\":[]" + more
                                + "}")
                .contentType("application/json")
                .post("/attempt-api/v1/finish")
                .getStatusCode();
    }

    private RequestSpecification agent() {
        return given().header("Authorization", "Bearer " + token.secret());
    }

    private long id(String sql) {
        return ((Number) database.createNativeQuery(sql).getSingleResult()).longValue();
    }

    private long count(String sql) {
        return QuarkusTransaction.requiringNew().call(() -> id(sql));
    }

    private String text(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> (String) database.createNativeQuery(sql).getSingleResult());
    }
}
