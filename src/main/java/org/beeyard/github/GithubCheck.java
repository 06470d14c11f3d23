package org.beeyard.github;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.beeyard.wire.ServerCheck;

/** What is wrong under {@code github} in the farm's configuration. Pure but for files. */
public final class GithubCheck {

    private static final Duration FASTEST = Duration.ofSeconds(30);
    private static final int SHORTEST_SECRET = 16;

    private GithubCheck() {}

    /**
     * @param linked whether the farm has an address to which checks link
     * @param trees that the farm has
     */
    public static List<String> problems(GithubConfig config, boolean linked, Set<String> trees) {
        List<String> problems = new ArrayList<>();
        if (!ServerCheck.isWeb(config.url())) {
            problems.add("github.url: must be like https://github.example.org.");
        }
        config.api()
                .filter(api -> !ServerCheck.isWeb(api))
                .ifPresent(api -> problems.add("github.api: must be like https://github.example.org/api/v3."));
        problems.addAll(ServerCheck.problems("github", config.tokenFile(), config.ca(), config.proxy()));
        config.app().flatMap(GithubCheck::app).ifPresent(why -> problems.add("github.app.key-file: " + why + "."));
        boolean token = config.token().filter(text -> !text.isBlank()).isPresent()
                || config.tokenFile().isPresent();
        if (config.app().isPresent() && token) {
            problems.add("github: name an app or a token, not both.");
        }
        if (!config.repositories().isEmpty() && (config.app().isPresent() || token) && !linked) {
            problems.add(
                    "github: with an app or a token checks are published, and they link to farm.url, which is not there.");
        }
        secret(config, problems);
        ServerCheck.tooOften("github", config.poll(), FASTEST).ifPresent(problems::add);
        repositories(config, trees, problems);
        return problems;
    }

    private static Optional<String> app(GithubConfig.App app) {
        try {
            AppKey.read(app.id(), app.keyFile());
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    Files.isReadable(app.keyFile())
                            ? String.valueOf(e.getMessage())
                            : app.keyFile() + " cannot be read");
        }
    }

    private static void secret(GithubConfig config, List<String> problems) {
        Optional<String> unreadable = ServerCheck.unreadable("github.webhook-secret-file", config.webhookSecretFile());
        if (unreadable.isPresent()) {
            problems.add(unreadable.get());
            return;
        }
        try {
            Identity.secret(config.webhookSecret(), config.webhookSecretFile())
                    .filter(secret -> secret.length() < SHORTEST_SECRET)
                    .ifPresent(secret -> problems.add("github.webhook-secret: must be " + SHORTEST_SECRET
                            + " characters or more, or others guess it. Make one by: openssl rand -hex 32"));
        } catch (IOException e) {
            problems.add("github.webhook-secret-file: " + e.getMessage() + ".");
        }
    }

    private static void repositories(GithubConfig config, Set<String> trees, List<String> problems) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < config.repositories().size(); i++) {
            GithubConfig.Repository repository = config.repositories().get(i);
            String key = "github.repositories[" + i + "]";
            if (!repository.name().matches("[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}")) {
                problems.add(key + ".name: must be like owner/name.");
            }
            if (!trees.contains(repository.tree())) {
                problems.add(key + ".tree: there is no " + repository.tree() + " under trees.");
            }
            branches(repository, key, problems);
            if (!names.add(repository.name().toLowerCase(Locale.ROOT))) {
                problems.add(key + ": " + repository.name() + " is there twice.");
            }
        }
    }

    private static void branches(GithubConfig.Repository repository, String key, List<String> problems) {
        List<String> globs = repository.branches().orElse(List.of());
        if (!globs.stream().allMatch(glob -> glob.matches("[A-Za-z0-9*][A-Za-z0-9._/+@=*-]{0,199}"))) {
            problems.add(key + ".branches: must be names of branches, in which * stands for anything but a slash.");
        }
        if (!globs.isEmpty() && repository.base().isEmpty()) {
            problems.add(key + ".base: name the branch over whose commits the others are series, like bpf-next_base.");
        }
        if (repository
                .base()
                .filter(base -> !base.matches("[A-Za-z0-9][A-Za-z0-9._/+@=-]{0,199}"))
                .isPresent()) {
            problems.add(key + ".base: must be the name of a branch.");
        }
    }
}
