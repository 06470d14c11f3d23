package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** A libbpf built by real agents, with something that builds as a kernel does; its trees have names that no other test has. */
@QuarkusTest
@TestProfile(PartBuildIT.Farm.class)
class PartBuildIT extends BesideGithub {

    /** Builds have slots, tests have none. */
    public static class Farm implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path home = Files.createTempDirectory(LocalFarm.shared(), "farm");
                Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
                Path libbpf = Files.createDirectories(home.resolve("libbpf/src"));
                Files.writeString(libbpf.resolve("libbpf.c"), "start\none\nend\n");
                Map<String, String> config = new HashMap<>(Map.ofEntries(
                        Map.entry("beeyard.home", home.toString()),
                        Map.entry(
                                "beeyard.local.root",
                                LocalFarm.shared().resolve("root/trixie").toString()),
                        Map.entry(
                                "trees.like.source",
                                Path.of("src/test/kernel-like").toAbsolutePath().toString()),
                        Map.entry("trees.part.kind", "libbpf"),
                        Map.entry("trees.part.against", "like"),
                        Map.entry("trees.part.source", libbpf.getParent().toString()),
                        Map.entry("matrix.default[0].arch", "x86_64"),
                        Map.entry("matrix.default[0].suites", "test_progs"),
                        Map.entry("pools.build.slots", "2"),
                        Map.entry("pools.none.slots", "0")));
                new GithubFarm().add(config, "part");
                return config;
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void keeps_the_kernel_and_builds_the_selftests_with_the_files_of_the_repository() {
        int series = given().body(PartsFarm.mail("two"))
                .contentType("application/octet-stream")
                .post("/api/v1/series?tree=part")
                .path("series");
        JsonPath run = runOf(series);
        assertThat(log(run.getInt("kernel.run")))
                .contains("  CC      kernel/part12.o", "with libbpf: start the kernel's end");
        assertThat(given().accept("application/json")
                        .get("/trees/like")
                        .jsonPath()
                        .getLong("sizes[0].points[0].kernelBytes"))
                .as("the image is a copy of words.txt")
                .isEqualTo(Path.of("src/test/kernel-like/words.txt").toFile().length());
        assertThat(log(run.getInt("baseRun")))
                .contains("the kernel is the one that the base's build has made", "with libbpf: start one end")
                .doesNotContain("kernel/part");
        assertThat(log(run.getInt("run.id")))
                .contains("the kernel is the one that the base's build has made", "with libbpf: start two end")
                .doesNotContain("kernel/part");
    }

    @Test
    void a_pull_request_has_the_same_built_and_checks_at_its_head() throws IOException {
        String head = fork.fresh()
                .write("src/libbpf.c", "start\none\nend\n")
                .commit("Where the farm's tree is")
                .write("src/libbpf.c", "start\nasked\nend\n")
                .commit(name)
                .offer(number);
        github.pull(number, "anna", name, head, 1);
        tell("opened");
        soon().untilAsserted(() -> assertThat(shown(head))
                .containsExactly(
                        "in_progress beeyard-part-summary: 2 jobs wait or run",
                        "in_progress beeyard-part-x86_64-build: Waiting or running",
                        "in_progress beeyard-part-x86_64-test_progs: Waiting or running"));
        JsonPath run = runOf(series());
        assertThat(log(run.getInt("run.id"))).contains("with libbpf: start asked end");
        assertThat(log(run.getInt("baseRun"))).contains("with libbpf: start one end");
        end(series(), "PASSED");
        soon().untilAsserted(() -> assertThat(shown(head))
                .containsExactly(
                        "success beeyard-part-summary: No failures in 0 tests.",
                        "success beeyard-part-x86_64-build: Passed (base ok)",
                        "success beeyard-part-x86_64-test_progs: Passed (base ok)"));
    }

    private static JsonPath runOf(long series) {
        patiently()
                .until(() -> !given().get("/api/v1/series/" + series)
                        .jsonPath()
                        .getList("runs")
                        .isEmpty());
        return detail(given().get("/api/v1/series/" + series).path("runs[0].id"));
    }

    /** Of a build that has passed. */
    private static String log(int run) {
        patiently().until(() -> detail(run).getString("jobs[0].finishedAt") != null);
        JsonPath ended = detail(run);
        assertThat(ended.getString("jobs[0].state")).as(ended.prettify()).isEqualTo("PASSED");
        return given().get("/attempts/" + ended.getInt("jobs[0].attempt") + "/log.txt")
                .asString();
    }

    private static JsonPath detail(int run) {
        return given().get("/api/v1/runs/" + run).jsonPath();
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(500));
    }
}
