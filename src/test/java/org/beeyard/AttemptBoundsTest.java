package org.beeyard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How much the farm takes of whoever knows an attempt's token, or none at all. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class AttemptBoundsTest extends PlayedAgent {

    private static final String AGENT = "Content-Type: application/json\r\nAuthorization: Bearer %s\r\n";
    private static final String PASSES = "{\"reports\":[{\"test\":\"%s\",\"outcome\":\"PASS\",\"millis\":5}]}";

    @Test
    void reads_nothing_of_what_is_too_long_or_does_not_say_how_long_it_is() throws IOException {
        String agent = AGENT.formatted(token.text());
        assertThat(firstLine("POST /attempt-api/v1/results?seq=1 HTTP/1.1\r\nContent-Length: 99999999\r\n" + agent))
                .isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        assertThat(firstLine("PUT /attempt-api/v1/log?offset=0 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + agent))
                .isEqualTo("HTTP/1.1 411 Length Required");
        assertThat(firstLine("PUT /attempt-api/v1/log?offset=0 HTTP/1.1\r\n" + agent))
                .isEqualTo("HTTP/1.1 411 Length Required");
    }

    @Test
    void reads_no_form_of_any_length_of_somebody_without_a_token() throws IOException {
        String form = "POST /sign-in HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        assertThat(firstLine(form + "Content-Length: 99999999\r\n")).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        assertThat(firstLine(form + "Transfer-Encoding: chunked\r\n")).isEqualTo("HTTP/1.1 411 Length Required");
    }

    /** There a body needs no header that tells of it. */
    @Test
    void speaks_no_http_2() throws IOException {
        String preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        String settings = "\0\0\0\4\0\0\0\0\0";
        assertThat(answer(preface + settings, "HTTP/".length())).isEqualTo("HTTP/");
    }

    @Test
    void ends_an_attempt_that_reports_without_end() {
        set("reports = 199999");
        assertThat(results(1, PASSES.formatted("xdp")).getStatusCode()).isEqualTo(204);
        String why =
                "The attempt reported more than 200000 results, and the farm takes no more of one (limits.results).";
        Response refused = results(2, PASSES.formatted("tc"));
        assertThat(refused.getStatusCode()).isEqualTo(413);
        assertThat(refused.<String>path("detail")).isEqualTo(why);
        assertThat(ending()).isEqualTo("ERROR UPLOAD_FAILED " + why);
        assertThat(count("select count(*) from test_result where attempt_id = " + attempt))
                .isEqualTo(1);
        assertThat(results(3, PASSES.formatted("tc")).getStatusCode()).isEqualTo(410);
    }

    @Test
    void ends_an_attempt_whose_tests_print_without_end() {
        set("excerpts = " + ((512L << 20) - 2));
        Response refused =
                results(1, "{\"reports\":[{\"test\":\"xdp\",\"outcome\":\"FAIL\",\"millis\":5,\"excerpt\":\"why\"}]}");
        assertThat(refused.getStatusCode()).isEqualTo(413);
        assertThat(ending())
                .isEqualTo("ERROR UPLOAD_FAILED What the attempt's tests have printed is more than 512 MiB,"
                        + " and the farm takes no more of one (limits.excerpts).");
    }

    @Test
    void counts_what_comes_again_once() {
        assertThat(results(1, PASSES.formatted("xdp")).getStatusCode()).isEqualTo(204);
        assertThat(results(1, PASSES.formatted("xdp")).getStatusCode()).isEqualTo(204);
        assertThat(count("select reports from attempt where id = " + attempt)).isEqualTo(1);
    }

    @Test
    void keeps_the_first_words_of_what_the_agent_is_at() {
        agent().body("{\"step\":\"" + "x".repeat(300) + "\",\"done\":1,\"expected\":2}")
                .contentType("application/json")
                .post("/attempt-api/v1/heartbeat")
                .then()
                .statusCode(200);
        assertThat(text("select step from attempt where id = " + attempt)).isEqualTo("x".repeat(200));
    }

    private Response results(int seq, String batch) {
        return agent().body(batch).contentType("application/json").post("/attempt-api/v1/results?seq=" + seq);
    }

    private void set(String what) {
        QuarkusTransaction.requiringNew()
                .run(() -> id("update attempt set " + what + " where id = " + attempt + " returning id"));
    }

    private String ending() {
        return text("select state || ' ' || reason || ' ' || sentence from attempt where id = " + attempt);
    }

    /** Of the answer to a request of which only the head is sent. */
    private static String firstLine(String head) throws IOException {
        return answer(head + "Host: farm\r\n\r\n", 100).lines().findFirst().orElseThrow();
    }

    /** Its first bytes, to what is sent as it is. */
    private static String answer(String request, int bytes) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
        }
    }
}
