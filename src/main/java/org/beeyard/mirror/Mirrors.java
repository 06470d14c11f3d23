package org.beeyard.mirror;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.beeyard.github.GithubClient;
import org.beeyard.github.GithubClients;
import org.beeyard.github.GithubConfig;
import org.beeyard.tree.OwnBranches.Remote;
import org.beeyard.tree.TreesConfig;
import org.beeyard.wire.Fault;

/** The configured mirrors, one a tree at most. */
@ApplicationScoped
class Mirrors {

    private final List<Mirror> all = new ArrayList<>();

    Mirrors(TreesConfig trees, GithubConfig github, GithubClients clients) {
        new TreeMap<>(trees.all())
                .forEach((tree, entry) -> entry.mirror().ifPresent(mirror -> {
                    try {
                        all.add(new Mirror(
                                tree,
                                github.name(mirror.repository()),
                                github.web(mirror.repository()),
                                mirror.git().orElseGet(() -> github.git(mirror.repository())),
                                mirror.keep(),
                                clients.of(mirror.repository())));
                    } catch (IOException e) {
                        throw new UncheckedIOException("github: " + e.getMessage(), e);
                    }
                }));
    }

    /**
     * @param repository as the tables have it
     * @param git where git pushes
     * @param keep how long a branch stays after its pull request was closed
     */
    record Mirror(String tree, String repository, String web, String git, Duration keep, GithubClient client) {

        Remote remote() throws Fault {
            return new Remote(git, client.secret());
        }

        @Override
        public String toString() {
            return tree + " on " + repository;
        }
    }

    List<Mirror> all() {
        return all;
    }
}
