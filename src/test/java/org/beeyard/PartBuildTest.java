package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** A libbpf built by real agents, with something that builds as a kernel does; its trees have names that no other test has. */
@QuarkusTest
@TestProfile(PartBuildTest.Farm.class)
class PartBuildTest {

    /** Builds have slots, tests have none. */
    public static class Farm implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            try {
                Path home = Files.createTempDirectory(LocalFarm.shared(), "farm");
                Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
                Path libbpf = Files.createDirectories(home.resolve("libbpf/src"));
                Files.writeString(libbpf.resolve("libbpf.c"), "start\none\nend\n");
                return Map.ofEntries(
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
                        Map.entry("pools.none.slots", "0"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void keeps_the_kernel_and_builds_the_selftests_with_the_files_of_the_repository() {
        int series = given().body(PartsFarm.mail("two"))
                .contentType("application/octet-stream")
                .post("/api/v1/series?tree=part")
                .path("series");
        soon().until(() -> !given().get("/api/v1/series/" + series)
                .jsonPath()
                .getList("runs")
                .isEmpty());
        JsonPath run = run(given().get("/api/v1/series/" + series).path("runs[0].id"));
        assertThat(log(run.getInt("kernel.run")))
                .contains("  CC      kernel/part12.o", "with libbpf: start the kernel's end");
        assertThat(log(run.getInt("baseRun")))
                .contains("the kernel is the one that the base's build has made", "with libbpf: start one end")
                .doesNotContain("kernel/part");
        assertThat(log(run.getInt("run.id")))
                .contains("the kernel is the one that the base's build has made", "with libbpf: start two end")
                .doesNotContain("kernel/part");
    }

    /** Of a build that has passed. */
    private static String log(int run) {
        soon().until(() -> run(run).getString("jobs[0].finishedAt") != null);
        JsonPath ended = run(run);
        assertThat(ended.getString("jobs[0].state")).as(ended.prettify()).isEqualTo("PASSED");
        return given().get("/attempts/" + ended.getInt("jobs[0].attempt") + "/log.txt")
                .asString();
    }

    private static JsonPath run(int run) {
        return given().get("/api/v1/runs/" + run).jsonPath();
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(500));
    }
}
