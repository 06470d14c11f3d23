package org.beeyard.github;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.beeyard.wire.Answer;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHAppInstallationToken;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;

/** As whom the farm speaks to a repository: as nobody, with a token, or as an App that is installed there. */
sealed interface Identity extends Wire.Credentials {

    /** What git is to be shown as a password. */
    Optional<String> secret() throws IOException;

    @Override
    default Optional<String> authorization() throws IOException {
        return secret().map(secret -> "Bearer " + secret);
    }

    record Nobody() implements Identity {
        @Override
        public Optional<String> secret() {
            return Optional.empty();
        }
    }

    record Token(String value) implements Identity {
        @Override
        public Optional<String> secret() {
            return Optional.of(value);
        }

        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    /** The tokens of an App's installation live for an hour; each is asked for when the one before ends. */
    final class App implements Identity {

        private static final Duration EARLY = Duration.ofMinutes(5);

        private final AppKey key;
        private final GithubConfig config;
        private final String repository;
        private final Clock clock;
        private final Wire wire;
        private @Nullable String token;
        private Instant renewed = Instant.MIN;

        App(AppKey key, GithubConfig config, String repository, Clock clock) throws IOException {
            this.key = key;
            this.config = config;
            this.repository = repository;
            this.clock = clock;
            this.wire = new Wire(config, () -> Optional.of("Bearer " + key.token(clock.instant())), clock);
        }

        @Override
        public synchronized Optional<String> secret() throws IOException {
            if (token == null || renewed.isBefore(clock.instant())) {
                GitHub github = new GitHubBuilder()
                        .withEndpoint(config.rest().toString())
                        .withConnector(wire)
                        .withJwtToken(key.token(clock.instant()))
                        .build();
                String[] parts = repository.split("/", 2);
                GHAppInstallationToken given;
                try {
                    given = github.getApp()
                            .getInstallationByRepository(parts[0], parts[1])
                            .createToken()
                            .create();
                    renewed = given.getExpiresAt().toInstant().minus(EARLY);
                } catch (IOException | RuntimeException e) {
                    throw Faults.behind(e);
                }
                token = given.getToken();
            }
            return Optional.ofNullable(token);
        }

        /** As the App itself, not as its installation: of what concerns all its repositories. */
        Answer get(String path) throws IOException {
            return wire.get(path.startsWith("http") ? path : config.rest() + path);
        }

        /** It was refused, perhaps because it was taken back: the next request is made with another one. */
        synchronized void forget() {
            token = null;
        }
    }

    static Identity of(GithubConfig config, String repository, Clock clock) throws IOException {
        if (config.app().isPresent()) {
            GithubConfig.App app = config.app().get();
            return new App(AppKey.read(app.id(), app.keyFile()), config, repository, clock);
        }
        Optional<String> token = secret(config.token(), config.tokenFile());
        return token.isPresent() ? new Token(token.get()) : new Nobody();
    }

    /** A secret that stands in the configuration or in a file. */
    static Optional<String> secret(Optional<String> given, Optional<java.nio.file.Path> file) throws IOException {
        Optional<String> text = given.filter(value -> !value.isBlank());
        if (text.isEmpty() && file.isPresent()) {
            text = Optional.of(Files.readString(file.get()));
        }
        return text.map(String::strip).filter(secret -> !secret.isEmpty());
    }
}
