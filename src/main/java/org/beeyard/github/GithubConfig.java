package org.beeyard.github;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The repositories on GitHub, or on one GitHub Enterprise server, whose pull requests the farm tests. */
@ConfigMapping(prefix = "github")
public interface GithubConfig {

    /** Of the server, as people open it. */
    @WithDefault("https://github.com")
    URI url();

    /** Of its REST API; by default where GitHub and its Enterprise servers have it. */
    Optional<URI> api();

    /** Checks need one; commit statuses are what a token can have. */
    Optional<App> app();

    interface App {
        long id();

        /** Its private key, PEM. */
        Path keyFile();
    }

    Optional<String> token();

    Optional<Path> tokenFile();

    /** What GitHub signs its deliveries with; without one none is believed. */
    Optional<String> webhookSecret();

    Optional<Path> webhookSecretFile();

    /** Between two looks for what no delivery told. */
    @WithDefault("5m")
    Duration poll();

    /** How commands in comments are answered. */
    @WithDefault("comments")
    Answers answers();

    enum Answers {
        NONE,
        /** By a thumb, up when it is done. */
        REACTIONS,
        /** So, and by a comment when it is not done and a member asked. */
        COMMENTS
    }

    /** Certificates (PEM) to trust instead of Java's own; the REST API only. */
    Optional<Path> ca();

    /** {@code http://host:port}; the REST API only. */
    Optional<URI> proxy();

    /** For one answer. */
    @WithDefault("30s")
    Duration timeout();

    List<Repository> repositories();

    interface Repository {

        /** {@code owner/name}. */
        String name();

        /** On which its pull requests are tested. */
        String tree();

        /** Where git fetches it; by default from the server. */
        Optional<String> git();

        /** Branches that are tested without a pull request, too: {@code ci-test/*}. */
        Optional<List<String>> branches();

        /** The branch over whose commits theirs are series. */
        Optional<String> base();

        /** Logins of those whose pull requests are tested at once; {@code everyone} is anybody. Members are always. */
        Optional<List<String>> authors();

        /** Logins whose commands are obeyed; without them, of all who may write to the repository. */
        Optional<List<String>> members();
    }

    default URI rest() {
        return api().orElseGet(() -> "github.com".equalsIgnoreCase(url().getHost())
                ? URI.create("https://api.github.com")
                : URI.create(url().toString().replaceAll("/+$", "") + "/api/v3"));
    }

    /** What the farm calls a repository in its tables and pages. */
    default String name(Repository repository) {
        return name(repository.name());
    }

    /** @param repository {@code owner/name} */
    default String name(String repository) {
        return repository + "@" + url().getAuthority();
    }

    /** Where people see it. */
    default String web(String repository) {
        return url().toString().replaceAll("/+$", "") + "/" + repository;
    }

    /** Where git finds it. */
    default String git(String repository) {
        return web(repository) + ".git";
    }
}
