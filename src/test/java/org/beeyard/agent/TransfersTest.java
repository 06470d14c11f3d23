package org.beeyard.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.beeyard.agent.FarmClient.Dismissed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs between an agent and a farm with a store beside it, each of which answers as it was told. */
class TransfersTest {

    private static final String WORDS = "some words";

    @TempDir
    Path work;

    private final Peer farm = new Peer();
    private final Peer store = new Peer();

    /** A server that gives one answer after the other, the last one for ever. */
    private static final class Peer {

        private record Answer(int status, String location, String body) {}

        private final List<String> heard = new ArrayList<>();
        private final Queue<Answer> answers = new ArrayDeque<>();
        private HttpServer server;

        void start() throws IOException {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
            server.createContext("/", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                String token = exchange.getRequestHeaders().getFirst("Authorization");
                String sum = exchange.getRequestHeaders().getFirst("x-sum");
                heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI()
                        + (token == null ? "" : " as " + token) + (sum == null ? "" : " sum " + sum)
                        + (body.isEmpty() ? "" : " " + body));
                Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
                if (!answer.location().isEmpty()) {
                    exchange.getResponseHeaders().set("Location", answer.location());
                }
                byte[] bytes = answer.body().getBytes(UTF_8);
                exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        void answers(int status, String body) {
            answers.add(new Answer(status, "", body));
        }

        void sends(String where) {
            answers.add(new Answer(307, where, ""));
        }
    }

    @BeforeEach
    void start() throws IOException {
        farm.start();
        store.start();
    }

    @AfterEach
    void stop() {
        farm.server.stop(0);
        store.server.stop(0);
    }

    @Test
    void fetches_from_the_farm() throws Exception {
        farm.answers(200, WORDS);
        assertThat(downloaded()).isEqualTo(WORDS);
        assertThat(farm.heard).containsExactly("GET /attempt-api/v1/blob/" + digest() + " as Bearer secret");
    }

    @Test
    void follows_the_farm_to_the_store_and_does_not_show_its_token_there() throws Exception {
        farm.sends(store.url() + "/b/x?signature=1");
        store.answers(200, WORDS);
        assertThat(downloaded()).isEqualTo(WORDS);
        assertThat(store.heard).containsExactly("GET /b/x?signature=1");
    }

    @Test
    void asks_the_farm_again_when_a_link_is_too_old() throws Exception {
        farm.sends(store.url() + "/b/x?signature=1");
        farm.sends(store.url() + "/b/x?signature=2");
        store.answers(403, "Request has expired");
        store.answers(200, WORDS);
        assertThat(downloaded()).isEqualTo(WORDS);
        assertThat(store.heard).containsExactly("GET /b/x?signature=1", "GET /b/x?signature=2");
    }

    @Test
    void fetches_again_what_came_damaged() throws Exception {
        farm.answers(200, "some w0rds");
        farm.answers(200, WORDS);
        assertThat(downloaded()).isEqualTo(WORDS);
    }

    @Test
    void gives_up_when_all_that_comes_is_damaged_and_leaves_nothing() throws Exception {
        farm.sends(store.url() + "/b/x?signature=1");
        store.answers(200, "some w0rds");
        assertThatThrownBy(() -> client(Duration.ofMillis(500)).download(digest(), work.resolve("in")))
                .isInstanceOf(IOException.class)
                .hasMessage("the store at " + store.url() + " gave other bytes for input " + digest() + ", of digest "
                        + Digests.of(file("some w0rds")));
        assertThat(store.heard).hasSizeGreaterThan(1);
        assertThat(work.resolve("in")).doesNotExist();
    }

    @Test
    void does_not_ask_twice_for_what_the_store_has_lost() throws Exception {
        farm.sends(store.url() + "/b/x?signature=1");
        store.answers(404, "NoSuchKey");
        assertThatThrownBy(this::downloaded)
                .isInstanceOf(Dismissed.class)
                .hasMessage("the store at " + store.url() + " answered 404 to the request for input " + digest());
        assertThat(store.heard).hasSize(1);
    }

    @Test
    void brings_an_artifact_to_a_farm_that_takes_it_itself() throws Exception {
        farm.answers(200, "{\"url\":null,\"headers\":{}}");
        farm.answers(204, "");
        client(Duration.ofMinutes(1)).upload(digest(), file(WORDS));
        assertThat(farm.heard)
                .containsExactly(
                        "POST /attempt-api/v1/blob/" + digest() + "/place as Bearer secret {\"size\":10}",
                        "PUT /attempt-api/v1/blob/" + digest() + " as Bearer secret some words");
    }

    @Test
    void brings_nothing_that_is_there() throws Exception {
        farm.answers(204, "");
        client(Duration.ofMinutes(1)).upload(digest(), file(WORDS));
        assertThat(farm.heard).hasSize(1);
    }

    @Test
    void brings_an_artifact_to_its_place_at_the_store_and_asks_for_another_when_that_is_too_old() throws Exception {
        farm.answers(200, "{\"url\":\"" + store.url() + "/b/x?signature=1\",\"headers\":{\"x-sum\":\"abc\"}}");
        farm.answers(200, "{\"url\":\"" + store.url() + "/b/x?signature=2\",\"headers\":{\"x-sum\":\"abc\"}}");
        store.answers(403, "Request has expired");
        store.answers(200, "");
        client(Duration.ofMinutes(1)).upload(digest(), file(WORDS));
        assertThat(store.heard)
                .containsExactly("PUT /b/x?signature=1 sum abc some words", "PUT /b/x?signature=2 sum abc some words");
    }

    @Test
    void does_not_insist_on_an_artifact_that_the_farm_does_not_want() throws Exception {
        farm.answers(413, "A blob is at most 5 bytes.");
        assertThatThrownBy(() -> client(Duration.ofMinutes(1)).upload(digest(), file(WORDS)))
                .isInstanceOf(Dismissed.class)
                .hasMessage("the farm answered 413 to an artifact: A blob is at most 5 bytes.");
    }

    @Test
    void says_which_store_cannot_be_reached() throws Exception {
        farm.sends(store.url() + "/b/x?signature=1");
        store.server.stop(0);
        assertThatThrownBy(() -> client(Duration.ZERO).download(digest(), work.resolve("in")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "the store at " + store.url() + ", where the farm sends agents, cannot be reached: ")
                .hasMessageNotContaining("signature");
    }

    private String downloaded() throws Exception {
        client(Duration.ofMinutes(1)).download(digest(), work.resolve("in"));
        return Files.readString(work.resolve("in"));
    }

    private FarmClient client(Duration patience) {
        return new FarmClient(farm.url() + "/", "secret", patience);
    }

    private String digest() throws IOException {
        return Digests.of(file(WORDS));
    }

    private Path file(String content) throws IOException {
        return Files.writeString(work.resolve("out"), content);
    }
}
