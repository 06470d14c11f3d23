package org.beeyard.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After which failures something may yet be done that nobody will hear of. */
class RequestsTest {

    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;
    private Requests requests;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/never", this::hold);
        server.createContext("/cut", HttpExchange::close);
        for (int status : new int[] {500, 502, 503, 504}) {
            server.createContext("/" + status, exchange -> exchange.sendResponseHeaders(status, -1));
        }
        server.start();
        requests = new Requests(TIMEOUT, Optional.empty(), Optional.empty());
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private void hold(HttpExchange exchange) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Duration> late(String method, String path) throws Fault {
        HttpRequest request = requests.to(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                .method(method, BodyPublishers.noBody())
                .build();
        return requests.late(method, requests.send(request, 1000));
    }

    private Optional<Duration> lateAfterFault(String method, String path) {
        return catchThrowableOfType(Fault.class, () -> late(method, path)).late();
    }

    @Test
    void what_was_sent_and_not_answered_may_be_done_for_as_long_again() {
        assertThat(lateAfterFault("POST", "/never")).contains(TIMEOUT);
        assertThat(lateAfterFault("PATCH", "/cut")).contains(TIMEOUT);
    }

    @Test
    void what_somebody_on_the_way_gave_up_may_be_done_and_what_the_server_refused_may_not() throws Fault {
        assertThat(late("POST", "/502")).contains(TIMEOUT);
        assertThat(late("POST", "/504")).contains(TIMEOUT);
        assertThat(late("POST", "/500")).isEmpty();
        assertThat(late("POST", "/503")).isEmpty();
    }

    @Test
    void nothing_is_done_by_a_question() throws Fault {
        assertThat(lateAfterFault("GET", "/never")).isEmpty();
        assertThat(lateAfterFault("GET", "/cut")).isEmpty();
        assertThat(late("GET", "/504")).isEmpty();
    }

    @Test
    void nothing_is_done_by_what_was_never_sent() {
        server.stop(0);
        assertThat(lateAfterFault("POST", "/never")).isEmpty();
    }
}
