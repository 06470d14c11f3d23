package org.beeyard.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.beeyard.series.LimitConfig;
import org.junit.jupiter.api.Test;

/** How many requests of one sender the attempt API takes; more than any machine sends before a second is over. */
class AdmissionTest {

    private static final int SENT = 1000;

    private final LimitConfig limits = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(LimitConfig.class)
            .withDefaultValue("limits.requests", "10")
            .build()
            .getConfigMapping(LimitConfig.class);

    private String sender = "192.0.2.1";
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

    private List<Response> refusals(String path) {
        List<Response> refusals = new ArrayList<>();
        UriInfo uri = played(UriInfo.class, Map.of("getPath", path), refusals);
        admission.filter(
                played(ContainerRequestContext.class, Map.of("getUriInfo", uri, "getMethod", "POST"), refusals));
        return refusals;
    }

    private HttpServerRequest request() {
        return played(
                HttpServerRequest.class,
                Map.of("remoteAddress", SocketAddress.inetSocketAddress(4711, sender)),
                new ArrayList<>());
    }

    /** @param refusals get the answers by which it is ended */
    private static <T> T played(Class<T> type, Map<String, Object> answers, List<Response> refusals) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (_, method, arguments) -> {
                    if (method.getName().equals("abortWith")) {
                        refusals.add((Response) arguments[0]);
                    }
                    return answers.get(method.getName());
                }));
    }
}
