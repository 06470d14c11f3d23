package org.beeyard.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.beeyard.series.LimitConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is looked at before it is read: how many requests of one sender the attempt API takes, and how long what is sent may be. */
class AdmissionTest {

    /** More than any machine sends before a second is over. */
    private static final int SENT = 1000;

    private final LimitConfig limits = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(LimitConfig.class)
            .withDefaultValue("limits.requests", "10")
            .build()
            .getConfigMapping(LimitConfig.class);

    private String sender = "192.0.2.1";
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private Map<String, String> headers = Map.of("Content-Length", "2");
    private final Admission admission = new Admission(() -> limits, this::request);

    @Test
    void refuses_a_sender_that_asks_too_often_and_no_other() {
        List<Response> refused = new ArrayList<>();
        IntStream.range(0, SENT).forEach(_ -> refused.addAll(refusals("/attempt-api/v1/heartbeat")));
        assertThat(refused).hasSizeGreaterThan(SENT / 2).allSatisfy(response -> {
            assertThat(response.getStatus()).isEqualTo(429);
            assertThat(response.getEntity())
                    .isEqualTo("{\"status\":429,\"detail\":\"More than 10 requests in a second.\"}");
        });
        sender = "192.0.2.2";
        assertThat(refusals("/attempt-api/v1/heartbeat")).isEmpty();
    }

    @Test
    void counts_nothing_but_what_agents_ask() {
        assertThat(IntStream.range(0, SENT).mapToObj(_ -> refusals("/api/v1/series")))
                .allSatisfy(refused -> assertThat(refused).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /attempt-api/v1/results", "PUT /attempt-api/v1/log", "POST /sign-in"})
    void refuses_what_does_not_say_how_long_it_is(String request) {
        headers = Map.of("Transfer-Encoding", "chunked");
        assertThat(answer(request)).isEqualTo("411 The request does not say how long it is.");
        headers = Map.of();
        version = HttpVersion.HTTP_2; // which has no word for it
        assertThat(answer(request)).isEqualTo("411 The request does not say how long it is.");
    }

    @Test
    void expects_of_agents_that_they_say_it_each_time_and_of_others_where_something_follows() {
        headers = Map.of();
        assertThat(answer("POST /attempt-api/v1/heartbeat")).startsWith("411 ");
        assertThat(answer("GET /attempt-api/v1/spec")).isEmpty();
        assertThat(answer("POST /api/v1/runs/1/pin")).isEmpty();
    }

    @Test
    void refuses_what_is_too_long() {
        headers = Map.of("Content-Length", Integer.toString(5 << 20));
        assertThat(answer("POST /attempt-api/v1/results")).isEmpty();
        assertThat(answer("POST /sign-in")).isEqualTo("413 A form or a JSON document is at most 4 MiB.");
        headers = Map.of("Content-Length", Integer.toString(17 << 20));
        assertThat(answer("POST /attempt-api/v1/results")).isEqualTo("413 A report is at most 16 MiB.");
        headers = Map.of("Content-Length", "1" + "0".repeat(20));
        assertThat(answer("POST /attempt-api/v1/results")).startsWith("413 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT /attempt-api/v1/blob/0123", "POST /api/v1/series", "POST /hooks/github"})
    void leaves_what_is_read_as_it_comes_to_its_reader(String request) {
        headers = Map.of("Transfer-Encoding", "chunked");
        assertThat(answer(request)).isEmpty();
        headers = Map.of("Content-Length", Long.toString(1L << 32));
        assertThat(answer(request)).isEmpty();
    }

    /** The refusal's status and detail; empty without one. */
    private String answer(String request) {
        String[] words = request.split(" ");
        return refusals(words[0], words[1]).stream()
                .map(refusal -> refusal.getStatus() + " "
                        + refusal.getEntity().toString().replaceFirst(".*\"detail\":\"(.*)\"}", "$1"))
                .collect(Collectors.joining());
    }

    private List<Response> refusals(String path) {
        return refusals("POST", path);
    }

    private List<Response> refusals(String method, String path) {
        List<Response> refusals = new ArrayList<>();
        UriInfo uri = played(UriInfo.class, Map.of("getPath", path), refusals);
        admission.filter(
                played(ContainerRequestContext.class, Map.of("getUriInfo", uri, "getMethod", method), refusals));
        return refusals;
    }

    private HttpServerRequest request() {
        return played(
                HttpServerRequest.class,
                Map.of("remoteAddress", SocketAddress.inetSocketAddress(4711, sender), "version", version),
                new ArrayList<>());
    }

    /** @param refusals get the answers by which it is ended */
    private <T> T played(Class<T> type, Map<String, Object> answers, List<Response> refusals) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    if (method.getName().equals("abortWith")) {
                        refusals.add((Response) arguments[0]);
                    }
                    return method.getName().equals("getHeaderString")
                            ? headers.get((String) arguments[0])
                            : answers.get(method.getName());
                }));
    }
}
