package org.beeyard.patchwork;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.beeyard.patchwork.FakeModel.Event;
import org.beeyard.wire.FakeFaults;
import org.jspecify.annotations.Nullable;

/** The connections of a fake Patchwork, and what goes wrong with them. */
final class FakeServer implements AutoCloseable {

    private static final int NO_BODY = -1;

    private final FakeArchive archive;
    private final FakeSite site;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer http;
    /** These two belong to the archive's lock. */
    final FakeFaults<FakePatchwork.Fault> faults = new FakeFaults<>();

    final List<String> requests = new ArrayList<>();
    volatile Duration slowness = Duration.ofSeconds(2);

    FakeServer(int port, FakeArchive archive, FakeSite site) throws IOException {
        this.archive = archive;
        this.site = site;
        // Head and body go out as two packets; without this, the second waits for the client.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.setExecutor(executor);
        http.createContext("/", this::handle);
        http.start();
    }

    int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            FakeSite.Request request = request(exchange);
            String target = exchange.getRequestURI().toString();
            FakePatchwork.Fault fault;
            FakeReply reply;
            synchronized (archive) {
                requests.add(request.method() + " " + target);
                fault = faults.take(request.method(), target);
                reply = reply(fault, request);
            }
            if (fault == FakePatchwork.Fault.SLOW) {
                Thread.sleep(slowness);
            }
            send(exchange, reply);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server was closed
        } catch (RuntimeException e) {
            send(exchange, FakeReply.html(501, "The fake does not do this: " + e));
        } finally {
            exchange.close(); // the connection as well, when nothing was answered
        }
    }

    private FakeReply reply(FakePatchwork.@Nullable Fault fault, FakeSite.Request request) {
        return switch (fault) {
            case null -> site.answer(request);
            case TOO_MANY -> FakeReply.html(429, "429 Too Many Requests").with("Retry-After", "1");
            case SERVER_ERROR -> FakeReply.serverError();
            case UNAVAILABLE -> FakeReply.html(503, "503 Service Unavailable").with("Retry-After", "1");
            case REFUSED -> FakeReply.html(400, "Bad Request");
            case MISSING -> FakeReply.notFound();
            case HTML -> FakeReply.html(200, "Login");
            case CUT_BEFORE -> FakeReply.CUT;
            case CUT_AFTER_STORED -> {
                site.answer(request);
                yield FakeReply.CUT;
            }
            case SLOW -> site.answer(request);
            case TRUNCATED -> site.answer(request).half();
            case SHIFT -> shifted(request);
        };
    }

    private FakeReply shifted(FakeSite.Request request) {
        FakeReply page = site.answer(request);
        boolean hasNext = page.headers().getOrDefault("Link", "").contains("rel=\"next\"");
        if (hasNext && request.path().endsWith("/events/")) {
            FakeQuery query = FakeQuery.parse(request.query());
            List<Event> list =
                    new FakeLists(archive, new FakeJson("", ""), query).events().items();
            if (!query.last("order").equals(Optional.of("date"))) {
                archive.repeat(list.getFirst());
            }
        }
        return page;
    }

    private FakeSite.Request request(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new FakeSite.Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().getRawQuery(),
                headers.getOrDefault("x-forwarded-proto", "http")
                        + "://"
                        + headers.getOrDefault("host", "127.0.0.1:" + port()),
                headers,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, FakeReply reply) throws IOException {
        if (reply == FakeReply.CUT) {
            return;
        }
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(reply.status(), bodiless ? NO_BODY : body.length);
        if (!bodiless) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }
}
