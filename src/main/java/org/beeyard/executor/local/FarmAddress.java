package org.beeyard.executor.local;

import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;

/** Where agents of this machine find the farm. */
@ApplicationScoped
class FarmAddress {

    private final LocalConfig config;
    private final HttpServer server;

    FarmAddress(LocalConfig config, HttpServer server) {
        this.config = config;
        this.server = server;
    }

    String url() {
        return config.farmUrl().orElseGet(() -> "http://127.0.0.1:" + server.getPort());
    }
}
