package org.beeyard.patchwork;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured Patchwork projects, each with its client. */
@ApplicationScoped
public class PatchworkServers {

    private final Map<String, Server> servers = new LinkedHashMap<>();

    PatchworkServers(PatchworkConfig config, Clock clock) {
        for (PatchworkConfig.Source source : config.patchwork()) {
            try {
                PatchworkClient client = PatchworkClient.of(source, token(source), clock);
                servers.put(source.name(), new Server(source.name(), source, client));
            } catch (IOException e) {
                throw new UncheckedIOException("sources.patchwork: " + source.name() + ": " + e.getMessage(), e);
            }
        }
    }

    public record Server(String name, PatchworkConfig.Source config, PatchworkClient client) {}

    public List<Server> all() {
        return List.copyOf(servers.values());
    }

    /** Empty when it was configured once and is not any more. */
    public Optional<Server> named(String name) {
        return Optional.ofNullable(servers.get(name));
    }

    private static Optional<String> token(PatchworkConfig.Source source) throws IOException {
        Optional<String> token = source.token();
        if (token.isEmpty() && source.tokenFile().isPresent()) {
            token = Optional.of(Files.readString(source.tokenFile().get()));
        }
        return token.map(String::strip).filter(secret -> !secret.isEmpty());
    }
}
