package org.beeyard;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.beeyard.github.FakeGithub;
import org.beeyard.github.GitOverHttp;
import org.beeyard.github.GithubRights;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;

/** A farm beside Patchwork and a GitHub with one repository of real git, which all tests of a profile share. */
abstract class BesideMirror extends BesidePatchwork {

    static final String BASE = "test_base";
    static FakeGithub github;
    static GitOverHttp server;
    static Path bare;

    @ConfigProperty(name = "github.url")
    URI url;

    @ConfigProperty(name = "trees.test.mirror.git")
    URI git;

    @BeforeEach
    void beside() throws IOException {
        if (github == null || github.url().getPort() != url.getPort()) {
            bare = Files.createTempDirectory("mirror").resolve("linux.git");
            git(null, "init", "-q", "--bare", "-b", "main", bare.toString());
            server = GitOverHttp.of(bare, git.getPort());
            github = FakeGithub.start("example/linux", url.getPort());
            github.beside(bare);
        }
        github.tell(URI.create("http://127.0.0.1:" + RestAssured.port + "/hooks/github"), GithubFarm.SECRET);
        github.rights(GithubRights.ALL);
        github.forgetFaults();
        server.wants(Optional.empty());
        server.forgetFaults();
    }

    static String git(Path folder, String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of("git"));
            if (folder != null) {
                command.addAll(List.of("-C", folder.toString()));
            }
            command.addAll(List.of(arguments));
            Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String at(String branch) {
        return git(bare, "for-each-ref", "--format=%(objectname)", "refs/heads/" + branch);
    }

    static String branch(long series) {
        return "series/" + series + "=>test";
    }

    /** Its pull requests, as GitHub shows them. */
    static List<JsonNode> pulls(String branch) {
        return github.pulls().stream()
                .filter(pull -> pull.path("head").path("ref").asText().equals(branch))
                .toList();
    }

    /** The only one. */
    static JsonNode pull(String branch) {
        List<JsonNode> pulls = pulls(branch);
        if (pulls.size() != 1) {
            throw new AssertionError("there are " + pulls.size() + " pull requests of " + branch);
        }
        return pulls.getFirst();
    }

    static int number(String branch) {
        return pull(branch).path("number").asInt();
    }

    static String stateOf(String branch) {
        return pull(branch).path("state").asText();
    }

    static List<String> labels(String branch) {
        return StreamSupport.stream(pull(branch).path("labels").spliterator(), false)
                .map(label -> label.path("name").asText())
                .sorted()
                .toList();
    }

    /** What the farm wrote there. */
    static List<String> comments(String branch) {
        return github.comments(FakeGithub.BOT, number(branch));
    }

    /** Posted, and shown on GitHub. */
    long mirrored(String... mails) {
        long series = patchwork.series(mails);
        soon().untilAsserted(() -> rested(branch(series)));
        return series;
    }

    /** The farm has nothing left to do there. */
    void rested(String branch) {
        org.assertj.core.api.Assertions.assertThat(
                        row("open and error is null and due_at > now() + interval '5 minutes'", branch))
                .isEqualTo("true");
    }

    String row(String column, String branch) {
        return text("select coalesce(cast(" + column + " as text), '') from mirror_pull where branch = ?1", branch);
    }

    String trouble() {
        return text("select coalesce(error, '') from mirror where tree = ?1", "test");
    }

    /** What was put off is not waited for. */
    void patient(ThrowingRunnable what) {
        Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(90))
                .pollInterval(java.time.Duration.ofMillis(500))
                .untilAsserted(() -> {
                    run("update mirror_pull set due_at = now() where error is not null");
                    what.run();
                });
    }
}
