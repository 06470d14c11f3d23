package org.beeyard.github;

import static org.beeyard.github.Asked.JSON;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.beeyard.github.Asked.Reply;

/** The branches of the fake's repository: a bare repository of real git. */
final class FakeGit {

    private final Path bare;

    FakeGit(Path bare) {
        this.bare = bare;
    }

    void serve(Routes routes) {
        routes.on("GET", "/git/matching-refs/heads/.*", (asked, _) -> matching(asked))
                .on("DELETE", "/git/refs/heads/.*", (asked, _) -> delete(asked))
                .on("GET", "/compare/.*", (asked, _) -> compare(asked));
    }

    /** Has each push told to the fake, by git's own hook. */
    void tell(URI fake) {
        try {
            Path hook = bare.resolve("hooks/post-receive");
            Files.createDirectories(hook.getParent());
            Files.writeString(hook, "#!/bin/sh\nexec curl -sS --data-binary @- " + fake + "/pushed\n");
            Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of branches and their commits. */
    Map<String, String> branches() {
        Map<String, String> branches = new TreeMap<>();
        git("for-each-ref", "--format=%(refname:lstrip=2) %(objectname)", "refs/heads")
                .lines()
                .map(line -> line.split(" "))
                .forEach(pair -> branches.put(pair[0], pair[1]));
        return branches;
    }

    Optional<String> commit(String branch) {
        return Optional.ofNullable(branches().get(branch));
    }

    /** How many commits the one has over the other. */
    int over(String base, String head) {
        return Integer.parseInt(git("rev-list", "--count", base + ".." + head).strip());
    }

    void offer(int number, String commit) {
        git("update-ref", "refs/pull/" + number + "/head", commit);
    }

    /** {@code GET /git/matching-refs/heads/PREFIX}. */
    private Reply matching(Asked asked) {
        String prefix = decoded(asked.rest().replaceFirst("^/git/matching-refs/heads/", ""));
        return asked.page(branches().entrySet().stream()
                .filter(branch -> branch.getKey().startsWith(prefix))
                .map(branch -> {
                    ObjectNode ref = JSON.createObjectNode().put("ref", "refs/heads/" + branch.getKey());
                    ref.putObject("object").put("type", "commit").put("sha", branch.getValue());
                    return ref;
                })
                .toList());
    }

    /** {@code DELETE /git/refs/heads/NAME}. */
    private Reply delete(Asked asked) {
        String branch = decoded(asked.rest().replaceFirst("^/git/refs/heads/", ""));
        if (commit(branch).isEmpty()) {
            return new Reply(422, Asked.message("Reference does not exist"));
        }
        git("update-ref", "-d", "refs/heads/" + branch);
        return new Reply(204, JSON.createObjectNode());
    }

    /** {@code GET /compare/BASE...HEAD}. */
    private Reply compare(Asked asked) {
        String[] ends = decoded(asked.rest().replaceFirst("^/compare/", "")).split("\\.\\.\\.");
        Optional<String> base = name(ends[0]);
        Optional<String> head = name(ends[1]);
        if (base.isEmpty() || head.isEmpty()) {
            return Asked.missing();
        }
        int ahead = over(base.get(), head.get());
        ObjectNode compared = JSON.createObjectNode()
                .put("ahead_by", ahead)
                .put("behind_by", over(head.get(), base.get()))
                .put("total_commits", ahead)
                .put("status", ahead == 0 ? "identical" : "ahead");
        ArrayNode commits = compared.putArray("commits");
        git("rev-list", "--reverse", "--max-count=1", base.get() + ".." + head.get())
                .lines()
                .forEach(commit -> commits.addObject().put("sha", commit));
        return new Reply(200, compared);
    }

    private Optional<String> name(String name) {
        return commit(name).or(() -> Optional.of(name).filter(sha -> sha.matches("[0-9a-f]{40}")));
    }

    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private String git(String... arguments) {
        try {
            List<String> command = new java.util.ArrayList<>(List.of("git", "-C", bare.toString()));
            command.addAll(List.of(arguments));
            Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
            String out = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (git.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + out);
            }
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
