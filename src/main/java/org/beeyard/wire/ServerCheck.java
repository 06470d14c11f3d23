package org.beeyard.wire;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be wrong in the settings of others' servers, whoever they are. Pure but for files. */
public final class ServerCheck {

    private ServerCheck() {}

    public static boolean isWeb(URI url) {
        return url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
    }

    /** @param key under which a server's {@code token-file}, {@code ca} and {@code proxy} stand */
    public static List<String> problems(String key, Optional<Path> tokenFile, Optional<Path> ca, Optional<URI> proxy) {
        List<String> problems = new ArrayList<>();
        unreadable(key + ".token-file", tokenFile).ifPresent(problems::add);
        unreadable(key + ".ca", ca).ifPresent(problems::add);
        proxy.filter(url -> url.getHost() == null || url.getPort() < 1)
                .ifPresent(url -> problems.add(key + ".proxy: must be like http://proxy.example.org:3128."));
        return problems;
    }

    public static Optional<String> tooOften(String key, Duration poll, Duration fastest) {
        return poll.compareTo(fastest) < 0
                ? Optional.of(key + ".poll: at least " + fastest.toSeconds() + "s; the server is somebody else's.")
                : Optional.empty();
    }

    public static Optional<String> unreadable(String key, Optional<Path> file) {
        return file.filter(path -> !Files.isReadable(path)).map(path -> key + ": " + path + " cannot be read.");
    }
}
