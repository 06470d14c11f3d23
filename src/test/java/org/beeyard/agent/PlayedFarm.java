package org.beeyard.agent;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A farm that takes whatever its agents say. */
final class PlayedFarm implements AutoCloseable {

    private final HttpServer server;

    PlayedFarm() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    FarmClient client() {
        return new FarmClient("http://127.0.0.1:" + server.getAddress().getPort(), "token");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
