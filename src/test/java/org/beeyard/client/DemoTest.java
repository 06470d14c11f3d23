package org.beeyard.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A demo whose farm has too much to do at the first question, and what is then the matter with its process. */
@Timeout(60)
class DemoTest {

    private HttpServer server;
    private Process process;
    private Runnable trouble = () -> {};
    private int asked;

    @BeforeEach
    void farm() throws IOException {
        process = new ProcessBuilder("sleep", "300").start();
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/api/v1/series", exchange -> answer(exchange, 201, """
                        {"series": 7, "at": "2026-02-24T10:00:00Z", "url": "http://farm.example/series/7"}"""));
        server.createContext("/api/v1/series/7/progress", exchange -> {
            if (asked++ == 0) {
                trouble.run();
                answer(exchange, 503, "busy");
            } else {
                answer(exchange, 200, "state PASSED\nsay Nothing fails.\npage /runs/3\n");
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        process.destroyForcibly();
    }

    @Test
    void waits_for_a_farm_of_its_own_that_lives() throws Exception {
        assertThat(demo(true).run(false)).as("the broken one has passed").isEqualTo(1);
    }

    @Test
    void does_not_wait_for_a_farm_of_its_own_that_has_died() {
        trouble = this::kill;
        assertThatThrownBy(() -> demo(true).run(false))
                .isInstanceOf(Farm.Refused.class)
                .hasMessage(
                        "the farm that this demo has started is gone; what it said last is in /data/farm.log. The same command again tests anew, with what has been built.");
    }

    @Test
    void says_the_same_of_one_that_dies_before_the_series_are_sent() {
        server.stop(0);
        kill();
        assertThatThrownBy(() -> demo(true).run(false))
                .isInstanceOf(Farm.Refused.class)
                .hasMessageStartingWith("the farm that this demo has started is gone;");
    }

    @Test
    void waits_for_a_farm_that_others_have_started() throws Exception {
        trouble = this::kill;
        assertThat(demo(false).run(false)).isEqualTo(1);
    }

    private Demo demo(boolean own) {
        Farm farm = new Farm("http://127.0.0.1:" + server.getAddress().getPort(), Optional.empty());
        return new Demo(
                farm, own ? Optional.of(OwnFarm.of(Long.toString(process.pid()), "/data/farm.log")) : Optional.empty());
    }

    private void kill() {
        process.destroyForcibly().onExit().join();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
