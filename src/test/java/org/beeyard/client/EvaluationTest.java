package org.beeyard.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Waiting for a verdict of a farm that answers with these statuses first. */
class EvaluationTest {

    private final Deque<Integer> statuses = new ArrayDeque<>();
    private HttpServer server;
    private Farm farm;

    @BeforeEach
    void farm() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/api/v1/series/7/progress", exchange -> {
            byte[] body = "state FAILED\nsay It breaks a test.\nnew 1\tverifier_bounds\npage /runs/3\n"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(statuses.isEmpty() ? 200 : statuses.pop(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        farm = new Farm("http://127.0.0.1:" + server.getAddress().getPort(), Optional.empty());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void what_may_pass_is_waited_for() throws Exception {
        statuses.addAll(List.of(503, 429, 408));
        assertThat(new Evaluation(farm, new Terminal()).await(7, Instant.EPOCH))
                .isEqualTo(new Evaluation.Outcome(
                        "FAILED", "It breaks a test.", List.of("verifier_bounds"), farm.page("/runs/3")));
    }

    @Test
    void what_the_farm_refuses_is_told_at_once() {
        statuses.add(403);
        assertThatThrownBy(() -> new Evaluation(farm, new Terminal()).await(7, Instant.EPOCH))
                .isInstanceOf(Farm.Refused.class)
                .hasMessage("the farm answered 403 to /api/v1/series/7/progress.");
    }

    @Test
    void something_else_that_answers_there_is_no_farm() {
        assertThatThrownBy(() -> farm.get("/api/v1/series/7/progress"))
                .isInstanceOf(Farm.Refused.class)
                .hasMessageStartingWith("what answers at " + farm.page("") + " is no farm: ");
    }
}
