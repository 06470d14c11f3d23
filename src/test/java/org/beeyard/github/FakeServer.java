package org.beeyard.github;

import static org.beeyard.github.Asked.JSON;
import static org.beeyard.github.Asked.message;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.beeyard.github.Asked.Reply;
import org.beeyard.wire.FakeFaults;
import org.jspecify.annotations.Nullable;

/** The wire of the fake: HTTP with ETags, the faults that are planned, and a record of what was asked. */
final class FakeServer implements AutoCloseable {

    private static final String SECONDARY =
            "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";

    /** Who answers; one request after the other. */
    interface Protocol {
        Reply answer(String method, URI uri, String authorization, byte[] body) throws IOException;
    }

    private final HttpServer http;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final FakeFaults<GithubFault> faults = new FakeFaults<>();
    private final List<String> requests = new ArrayList<>();
    private final List<Integer> answers = new ArrayList<>();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger holding = new AtomicInteger();
    private final Semaphore let = new Semaphore(0);
    private final Object turn;

    /** @param turn of whoever changes what is answered */
    FakeServer(int port, Object turn) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.turn = turn;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.setExecutor(executor);
    }

    void start(Protocol protocol) {
        http.createContext("/", exchange -> handle(exchange, protocol));
        http.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    @Override
    public void close() {
        http.stop(0);
        executor.shutdownNow();
    }

    FakeFaults<GithubFault> faults() {
        return faults;
    }

    List<String> requests() {
        synchronized (turn) {
            return List.copyOf(requests);
        }
    }

    List<Integer> answers() {
        synchronized (turn) {
            return List.copyOf(answers);
        }
    }

    void forget() {
        synchronized (turn) {
            requests.clear();
            answers.clear();
        }
    }

    boolean owes() {
        return late.get() > 0;
    }

    boolean holds() {
        return holding.get() > 0;
    }

    void goOn() {
        let.release(holding.get());
    }

    private void handle(HttpExchange exchange, Protocol protocol) throws IOException {
        String target = exchange.getRequestURI().toString();
        GithubFault fault = faults.take(exchange.getRequestMethod(), target);
        try {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (fault == GithubFault.SLOW) {
                late.incrementAndGet();
                Thread.sleep(3500); // the farm looks once a second
            }
            if (fault == GithubFault.HELD) {
                holding.incrementAndGet();
                let.acquire();
            }
            Reply reply;
            synchronized (turn) {
                requests.add(exchange.getRequestMethod() + " " + target);
                reply = unchanged(exchange, fault(exchange, protocol, body, fault), fault == GithubFault.HTML);
                answers.add(reply == null ? 0 : reply.status());
            }
            if (reply != null) {
                send(exchange, reply, fault == GithubFault.HTML);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            send(
                    exchange,
                    new Reply(501, JSON.createObjectNode().put("message", "The fake does not do this: " + e)),
                    false);
        } finally {
            switch (fault) {
                case SLOW -> late.decrementAndGet();
                case HELD -> holding.decrementAndGet();
                case null, default -> {}
            }
            exchange.close();
        }
    }

    private @Nullable Reply fault(HttpExchange exchange, Protocol protocol, byte[] body, @Nullable GithubFault fault)
            throws IOException {
        return switch (fault) {
            case null -> answer(exchange, protocol, body);
            case SLOW, HELD -> answer(exchange, protocol, body);
            case TOO_MANY -> new Reply(429, message("Too many requests."), Map.of("Retry-After", "1"));
            case SECONDARY_LIMIT -> new Reply(403, message(SECONDARY), Map.of("Retry-After", "1"));
            case USED_UP ->
                new Reply(
                        403,
                        message("API rate limit exceeded for installation."),
                        Map.of(
                                "X-RateLimit-Remaining",
                                "0",
                                "X-RateLimit-Reset",
                                Long.toString(Instant.now().getEpochSecond() + 2)));
            case BAD_GATEWAY -> new Reply(502, message("Server Error"));
            case GATEWAY_TIMEOUT -> {
                later(exchange, protocol, body);
                yield new Reply(504, message("We couldn't respond to your request in time."));
            }
            case UNAVAILABLE -> new Reply(503, message("Unavailable"));
            case BAD_GATEWAY_AFTER_SUCCESS -> {
                answer(exchange, protocol, body);
                yield new Reply(502, message("Server Error"));
            }
            case CUT_BEFORE -> null;
            case CUT_AFTER_SUCCESS -> {
                answer(exchange, protocol, body);
                yield null;
            }
            case HTML -> new Reply(200, message("Unicorn!"));
            case NOT_ALLOWED -> new Reply(403, message("Resource not accessible by integration"));
            case MOVED ->
                new Reply(
                        301,
                        message("Moved Permanently").put("url", url() + "/api/v3/repositories/1"),
                        Map.of("Location", url() + "/api/v3/repositories/1"));
        };
    }

    private static Reply answer(HttpExchange exchange, Protocol protocol, byte[] body) throws IOException {
        return protocol.answer(exchange.getRequestMethod(), exchange.getRequestURI(), authorization(exchange), body);
    }

    private static String authorization(HttpExchange exchange) {
        return String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                .replaceFirst("^Bearer ", "");
    }

    private void later(HttpExchange exchange, Protocol protocol, byte[] body) {
        String method = exchange.getRequestMethod();
        URI uri = exchange.getRequestURI();
        String authorization = authorization(exchange);
        late.incrementAndGet();
        executor.submit(() -> {
            try {
                Thread.sleep(1500);
                synchronized (turn) {
                    return protocol.answer(method, uri, authorization, body);
                }
            } finally {
                late.decrementAndGet();
            }
        });
    }

    private void send(HttpExchange exchange, Reply reply, boolean html) throws IOException {
        byte[] body = reply.body().toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", html ? "text/html" : "application/json; charset=utf-8");
        exchange.getResponseHeaders()
                .set(
                        "Date",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                Instant.now().atOffset(ZoneOffset.UTC)));
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        int status = reply.status();
        if (status == 304 || status == 204) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        if (html) {
            body = "<html>Unicorn!</html>".getBytes(StandardCharsets.UTF_8);
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** As it is, with its tag; or only that it has not changed. */
    private static @Nullable Reply unchanged(HttpExchange exchange, @Nullable Reply reply, boolean html) {
        if (reply == null
                || html
                || reply.status() != 200
                || !exchange.getRequestMethod().equals("GET")) {
            return reply;
        }
        String tag = "W/\"" + Integer.toHexString(reply.body().toString().hashCode()) + "\"";
        exchange.getResponseHeaders().set("ETag", tag);
        return tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))
                ? new Reply(304, reply.body(), reply.headers())
                : reply;
    }
}
