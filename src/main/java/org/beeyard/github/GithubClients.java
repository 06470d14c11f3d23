package org.beeyard.github;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Of each repository one client, whoever asks: its limits and its App's token are the same for all. */
@ApplicationScoped
public class GithubClients {

    private final GithubConfig config;
    private final Clock clock;
    private final Map<String, GithubClient> clients = new ConcurrentHashMap<>();

    GithubClients(GithubConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * @param repository {@code owner/name}
     * @throws IOException when a file of the configuration cannot be read
     */
    public synchronized GithubClient of(String repository) throws IOException {
        String key = repository.toLowerCase(Locale.ROOT);
        GithubClient there = clients.get(key);
        if (there == null) {
            there = GithubClient.of(config, repository, clock);
            clients.put(key, there);
        }
        return there;
    }
}
