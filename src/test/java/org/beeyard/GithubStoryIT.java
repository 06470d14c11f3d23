package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.beeyard.Clone.Ran;
import org.beeyard.github.FakeGithub;
import org.beeyard.github.Fork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A developer, a fork on GitHub and a farm, from {@code bpf-ci-check} to the merge: the script as it is served, git, the packaged farm,
 * and a kernel in QEMU are real. What is built is a stock kernel with a suite whose outcome the sources decide.
 */
class GithubStoryIT {

    private static final Duration LONG = Duration.ofMinutes(8);
    private static final String BUILD = "beeyard-like-x86_64-build";
    private static final String TESTS = "beeyard-like-x86_64-test_progs";
    private static final String SUMMARY = "beeyard-like-summary";

    @TempDir
    Path folder;

    private FakeGithub github;
    private FarmProcess farm;
    private Path bare;
    private Clone clone;

    @BeforeEach
    void github_and_farm() throws Exception {
        StockKernels.prepare();
        bare = folder.resolve("linux.git");
        WordSuite.sources(Fork.of(bare)).git("push", "-q", "-f", bare.toString(), "HEAD:main");
        github = FakeGithub.start(BesideGithub.REPOSITORY, 0);
        github.beside(bare);
        github.permit("maria", "write");
        farm = new FarmProcess(
                """
                trees:
                  like: {git: "%s", branch: main}
                matrix:
                  default:
                    - {arch: x86_64, suites: [test_progs], kernel-config: full}
                pools:
                  local: {slots: 1, silence: 120s, vm-memory: 512MiB}
                github:
                  url: %s
                  app: {id: %d, key-file: %s}
                  webhook-secret: %s
                  poll: 1h
                  repositories:
                    - {name: %s, tree: like, git: "%s", authors: [%s]}
                """.formatted(
                                bare.toUri(),
                                github.url(),
                                FakeGithub.APP,
                                GithubFarm.key(),
                                GithubFarm.SECRET,
                                BesideGithub.REPOSITORY,
                                bare.toUri(),
                                FakeGithub.OWNER),
                Map.of(),
                port -> Map.of("FARM_URL", "http://127.0.0.1:" + port));
        farm.start();
        WordSuite.deliver(farm.url(), farm.home());
        github.tell(URI.create(farm.url() + "/hooks/github"), GithubFarm.SECRET);
        clone = Clone.of(
                folder,
                given().get(farm.url() + "/bpf-ci-check")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
        clone.git("clone", "-q", bare.toUri().toString(), ".");
        clone.git("config", "url." + bare + ".insteadOf", github.url() + "/" + BesideGithub.REPOSITORY + ".git");
        clone.git("remote", "add", "fork", github.url() + "/" + BesideGithub.REPOSITORY + ".git");
        clone.git("checkout", "-q", "-b", "words", "origin/main");
        clone.environment().put("GH_ENTERPRISE_TOKEN", FakeGithub.TOKEN);
    }

    @AfterEach
    void stop() throws InterruptedException {
        farm.stop();
        github.close();
    }

    @Test
    void from_the_developers_command_to_the_merge() throws Exception {
        clone.write("start\nbad\nend\n");
        clone.git("commit", "-qam", "demo: Say bad");
        Ran ran = clone.check("-w", "-r", "fork");
        assertThat(ran.said())
                .contains(
                        "\nPushed to example/linux: ci-test/words\nPull request: https://github.example/example/linux/pull/")
                .contains("\nFAILED: 1 new failure in 2 tests: words.\n  new failure: test_progs x86_64 gcc words\n");
        assertThat(ran.status()).as(ran.said()).isEqualTo(1);

        String first = head();
        soon(() -> assertThat(shown(first))
                .containsExactly(
                        "failure " + SUMMARY + ": 1 new failure in 2 tests: words.",
                        "success " + BUILD + ": Passed (base ok)",
                        "failure " + TESTS + ": 1 new failure of 2 (base ok)"));
        JsonNode annotation = github.annotations(first, TESTS).getFirst();
        assertThat(annotation.path("path").asText()).isEqualTo(WordSuite.SOURCE);
        assertThat(annotation.path("annotation_level").asText()).isEqualTo("failure");
        assertThat(annotation.path("message").asText()).contains("the word is bad");

        int number = github.pulls().getFirst().path("number").asInt();
        long before = newestRun(first);
        long comment = github.comment(number, "maria", "/retest x86_64");
        soon(() -> assertThat(github.reactions(comment)).containsExactly("+1"));
        soon(() -> assertThat(newestRun(first)).isGreaterThan(before));
        soon(() -> assertThat(shown(first)).anyMatch(check -> check.startsWith("in_progress " + TESTS)));
        long again = newestRun(first);
        soon(() -> assertThat(run(again).getString("run.finishedAt")).isNotNull());
        soon(() -> assertThat(shown(first)).contains("failure " + SUMMARY + ": 1 new failure in 2 tests: words."));

        clone.write("start\ngood\nend\n");
        clone.git("commit", "-qa", "--amend", "-m", "demo: Say good");
        Ran good = clone.check("-w", "-r", "fork");
        assertThat(good.said()).contains("\nPASSED: No failures in 2 tests.\n");
        assertThat(good.status()).as(good.said()).isZero();
        String second = head();
        assertThat(github.pulls()).hasSize(1);
        soon(() -> assertThat(shown(second))
                .hasSize(3)
                .allMatch(check -> check.startsWith("success "))
                .contains("success " + SUMMARY + ": No failures in 2 tests."));
        assertThat(series(first).getString("state")).isEqualTo("SUPERSEDED");

        github.close(number, true);
        soon(() -> assertThat(series(second).getString("state")).isEqualTo("CLOSED"));
        assertThat(series(second).getString("problem")).startsWith("It was merged on example/linux@127.0.0.1");
    }

    // ---- what is seen

    private static void soon(ThrowingRunnable what) {
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(500)).untilAsserted(what);
    }

    private String head() throws Exception {
        return clone.git("rev-parse", "HEAD");
    }

    /** {@code state name: title}, in the order of names. */
    private List<String> shown(String head) {
        return github.checkRuns(head).stream()
                .sorted(java.util.Comparator.comparing(FakeGithub.CheckRun::name))
                .map(run -> run.state() + " " + run.name() + ": " + run.title())
                .toList();
    }

    private JsonPath series(String head) {
        String id = github.checkRuns(head).stream()
                .filter(run -> run.name().equals(SUMMARY))
                .findFirst()
                .orElseThrow()
                .externalId()
                .replace("series-", "");
        return get("/api/v1/series/" + id);
    }

    private long newestRun(String head) {
        return series(head).getLong("runs[0].id");
    }

    private JsonPath run(long id) {
        return get("/api/v1/runs/" + id);
    }

    private JsonPath get(String path) {
        return given().accept("application/json").get(farm.url() + path).jsonPath();
    }
}
