package org.beeyard.github;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configured repositories, each with its client. */
@ApplicationScoped
public class GithubRepositories {

    private final Map<String, Repository> repositories = new LinkedHashMap<>();
    private final Optional<String> secret;

    GithubRepositories(GithubConfig config, GithubClients clients) {
        try {
            secret = Identity.secret(config.webhookSecret(), config.webhookSecretFile());
            for (GithubConfig.Repository repository : config.repositories()) {
                String name = config.name(repository);
                repositories.put(
                        name,
                        new Repository(
                                name,
                                repository,
                                repository.git().orElseGet(() -> config.git(repository.name())),
                                clients.of(repository.name())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("github: " + e.getMessage(), e);
        }
    }

    /** @param git where git fetches it */
    public record Repository(String name, GithubConfig.Repository config, String git, GithubClient client) {}

    public List<Repository> all() {
        return List.copyOf(repositories.values());
    }

    /** Empty when it was configured once and is not any more. */
    public Optional<Repository> named(String name) {
        return Optional.ofNullable(repositories.get(name));
    }

    /** By its name on the server, {@code owner/name}. */
    public Optional<Repository> called(String name) {
        return repositories.values().stream()
                .filter(repository -> repository.config().name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** What deliveries are signed with. */
    public Optional<String> webhookSecret() {
        return secret;
    }
}
