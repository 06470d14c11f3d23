package org.beeyard.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Manifest;
import org.jspecify.annotations.Nullable;

/** A farm that takes whatever its one agent says, and keeps the last word. */
final class PlayedFarm implements AutoCloseable {

    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final CompletableFuture<Manifest> manifest = new CompletableFuture<>();
    private @Nullable AttemptSpec spec;

    PlayedFarm() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/attempt-api/v1/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String answer = "";
            switch (exchange.getRequestURI().getPath().substring("/attempt-api/v1/".length())) {
                case "spec" -> answer = json.writeValueAsString(spec);
                case "heartbeat" -> answer = "{\"cancel\":false}";
                case "finish" -> manifest.complete(json.readValue(body, Manifest.class));
                default -> {
                    // taken
                }
            }
            exchange.sendResponseHeaders(answer.isEmpty() ? 204 : 200, answer.isEmpty() ? -1 : answer.length());
            exchange.getResponseBody().write(answer.getBytes(UTF_8));
            exchange.close();
        });
        server.start();
    }

    FarmClient client() {
        return new FarmClient("http://127.0.0.1:" + server.getAddress().getPort(), "token");
    }

    void asksFor(AttemptSpec wanted) {
        spec = wanted;
    }

    Manifest manifest() {
        return manifest.join();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
