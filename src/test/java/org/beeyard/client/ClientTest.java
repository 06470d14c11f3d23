package org.beeyard.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.beeyard.IdleFarm;
import org.junit.jupiter.api.Test;

/** The launcher's commands beside a farm. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class ClientTest {

    @Test
    void lists_the_newest_runs() {
        Farm farm = farm(Optional.empty());
        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            byte[] mbox = IdleFarm.mail("[PATCH test] demo: By the client", "one", "by the client")
                    .getBytes(StandardCharsets.UTF_8);
            JsonNode sent = farm.submit(mbox, Optional.empty(), false);
            assertThat(sent.path("title").asText()).isEqualTo("demo: By the client");
            assertThat(said(() -> new Status(farm).run(List.of())))
                    .contains("PENDING   test         demo: By the client")
                    .contains(" test         base ");
        });
    }

    @Test
    void lists_a_look_at_the_pools() throws Exception {
        RestAssured.given().post("/api/v1/probe").then().statusCode(201);
        assertThat(said(() -> new Status(farm(Optional.empty())).run(List.of())))
                .contains("a look at the pools");
    }

    @Test
    void shows_the_farm_its_token() {
        assertThatThrownBy(() -> farm(Optional.of("byt_not-known")).get("/runs"))
                .isInstanceOf(Farm.Refused.class)
                .hasMessage(
                        "The token in the Authorization header is not known, has expired or was revoked. Make another on the page /account.");
    }

    @Test
    void says_that_nobody_answers_where_there_is_no_farm() throws Exception {
        String nowhere;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nowhere = "http://127.0.0.1:" + free.getLocalPort();
        }
        assertThatThrownBy(() -> new Farm(nowhere, Optional.empty()).get("/runs"))
                .isInstanceOf(Farm.Away.class)
                .hasMessage(
                        "the farm at " + nowhere
                                + " cannot be reached: nobody answers there. Start one with ./beeyard serve, or name another by BEEYARD_URL.");
    }

    private interface Command {
        int run() throws Exception;
    }

    private static String said(Command command) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(command.run()).isZero();
        } finally {
            System.setOut(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    private static Farm farm(Optional<String> token) {
        return new Farm(RestAssured.baseURI + ":" + RestAssured.port, token);
    }
}
