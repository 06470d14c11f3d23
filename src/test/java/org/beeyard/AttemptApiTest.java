package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.beeyard.job.AttemptState;
import org.beeyard.job.Attempts;
import org.beeyard.protocol.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent may say, twice, in the wrong order, or falsely. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class AttemptApiTest extends PlayedAgent {

    private static final long LOG = 64L << 20;

    @Inject
    Attempts attempts;

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
    void takes_no_more_of_a_log_than_its_limit() {
        QuarkusTransaction.requiringNew()
                .run(() ->
                        id("update attempt set log_size = " + (LOG - 5) + " where id = " + attempt + " returning id"));
        assertThat(log(LOG - 5, "123456").getStatusCode()).isEqualTo(413);
        assertThat(log(LOG - 5, "12345").getStatusCode()).isEqualTo(204);
        assertThat(log(LOG, "6").getStatusCode()).isEqualTo(413);
        assertThat(log(LOG - 5, "12345").getStatusCode()).isEqualTo(204);
    }

    @Test
    void stores_no_more_pieces_that_came_too_late_than_a_log_has_room_for() {
        assertThat(log(0, "hello").getStatusCode()).isEqualTo(204);
        assertThat(count("select log_sent from attempt where id = " + attempt)).isEqualTo(5);
        QuarkusTransaction.requiringNew()
                .run(() -> id("update attempt set log_sent = " + 2 * LOG + " where id = " + attempt + " returning id"));
        assertThat(log(5, "!").getStatusCode()).isEqualTo(413);
    }

    @Test
    void takes_no_blob_that_was_not_announced_or_is_longer() throws Exception {
        byte[] bytes = ("told " + attempt).getBytes(StandardCharsets.UTF_8);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        assertThat(put(sha256, bytes)).isEqualTo(409);
        assertThat(place(sha256, bytes.length - 1)).isEqualTo(200);
        assertThat(put(sha256, bytes)).isEqualTo(422);
        assertThat(place(sha256, bytes.length)).isEqualTo(409);
    }

    @Test
    void takes_so_many_blobs_and_so_many_bytes_of_an_attempt() {
        long most = 4L << 30;
        assertThat(place("1".repeat(64), most)).isEqualTo(200);
        assertThat(place("1".repeat(64), most)).isEqualTo(200);
        assertThat(place("2".repeat(64), most - 97)).isEqualTo(200);
        assertThat(place("3".repeat(64), 98)).isEqualTo(413);
        for (int i = 3; i <= 100; i++) {
            assertThat(place("%064d".formatted(i), i <= 99 ? 1 : 0)).isEqualTo(200);
        }
        assertThat(place("%064d".formatted(101), 0)).isEqualTo(413);
        assertThat(finish(0, 0)).isEqualTo(204);
        assertThat(count("select count(*) from announced_blob where attempt_id = " + attempt))
                .isZero();
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
        int announced = place(sha256, bytes.length);
        return announced == 200 ? put(sha256, bytes) : announced;
    }

    private int place(String sha256, long size) {
        return agent().body("{\"size\":" + size + "}")
                .contentType("application/json")
                .post("/attempt-api/v1/blob/" + sha256 + "/place")
                .getStatusCode();
    }

    private int put(String sha256, byte[] bytes) {
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

    @Test
    void keeps_what_a_build_warned_of_and_how_large_it_is() {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("update job set kind = 'BUILD', suite = null where id = " + job())
                        .executeUpdate());
        String built =
                ",\"built\":{\"warnings\":[{\"file\":\"a.c\",\"line\":3,\"words\":\"unused \\u0000<x>\"}],\"allWarnings\":7,\"kernelBytes\":10,\"selftestsBytes\":20}";
        assertThat(finish(0, 0, built)).isEqualTo(204);
        assertThat(text(
                        "select concat_ws(' ', a.warnings, a.kernel_bytes, a.selftests_bytes, w.file, w.line, w.words) from attempt a join build_warning w on w.attempt_id = a.id where a.id = "
                                + attempt))
                .isEqualTo("7 10 20 a.c 3 unused <x>");
    }

    @Test
    void keeps_that_a_vm_died() {
        assertThat(finish(0, 0, ",\"died\":true")).isEqualTo(204);
        assertThat(text("select cast(died as text) from attempt where id = " + attempt))
                .isEqualTo("true");
    }

    @Test
    void takes_the_vm_of_an_agent_that_says_nothing_of_its_death_for_one_that_lived() {
        assertThat(finish(0, 0)).isEqualTo(204);
        assertThat(text("select cast(died as text) from attempt where id = " + attempt))
                .isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FAILED", "TIMED_OUT"})
    void runs_what_failed_again_also_when_the_vm_hung(String ending) {
        results(1, "{\"reports\":[{\"test\":\"xdp\",\"outcome\":\"ERROR\",\"millis\":-1}]}");
        assertThat(finish(ending, 1, 0, "")).isEqualTo(204);
        assertThat(text(
                        "select purpose || ' ' || array_to_string(only_tests, ',') from attempt where number = 2 and job_id = "
                                + job()))
                .isEqualTo("CONFIRM xdp");
    }

    @Test
    void tells_in_order_what_became_of_a_job_that_was_run_again() {
        results(1, "{\"reports\":[{\"test\":\"xdp\",\"outcome\":\"ERROR\",\"millis\":-1}]}");
        assertThat(finish("FAILED", 1, 0, "")).isEqualTo(204);
        long job = job();
        ends(job, 2, Ending.ERROR, "The node is gone.");
        ends(job, 3, Ending.PASSED, "1 tests, 0 failed.");
        assertThat(text("select state || ': ' || sentence from job where id = " + job))
                .isEqualTo("PASSED: Passed when run again in a fresh VM; at first: 1/1 passed.");
    }

    private void ends(long job, int number, Ending ending, String words) {
        attempts.end(
                count("select id from attempt where job_id = " + job + " and number = " + number),
                new AttemptState.Ended(Instant.now(), ending, Optional.empty(), words));
    }

    private int finish(int batches, long logBytes) {
        return finish(batches, logBytes, "");
    }

    private int finish(int batches, long logBytes, String more) {
        return finish("PASSED", batches, logBytes, more);
    }

    private int finish(String ending, int batches, long logBytes, String more) {
        return agent().body("{\"complete\":true,\"ending\":\"" + ending
                        + "\",\"sentence\":\"1/1 passed.\",\"accelerator\":\"tcg\",\"reports\":0,\"batches\":"
                        + batches + ",\"logBytes\":" + logBytes
                        + ",\"logDropped\":0,\"steps\":0,\"cpuMillis\":1,\"artifacts\":[],\"splats\":[]" + more
                        + "}")
                .contentType("application/json")
                .post("/attempt-api/v1/finish")
                .getStatusCode();
    }
}
