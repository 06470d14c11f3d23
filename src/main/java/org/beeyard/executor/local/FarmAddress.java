package org.beeyard.executor.local;

import io.quarkus.vertx.http.HttpServer;
import jakarta.enterprise.context.ApplicationScoped;
import org.beeyard.wire.OwnAddress;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where agents of this machine find the farm. */
@ApplicationScoped
class FarmAddress {

    private final LocalConfig config;
    private final HttpServer server;
    private final String host;

    FarmAddress(LocalConfig config, HttpServer server, @ConfigProperty(name = "quarkus.http.host") String host) {
        this.config = config;
        this.server = server;
        this.host = host;
    }

    String url() {
        return config.farmUrl().orElseGet(() -> OwnAddress.url(host, server.getPort()));
    }
}
