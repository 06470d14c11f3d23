package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real kernels of three architectures, booted as attempts through farm, agent, sandbox and QEMU. */
@QuarkusTest
@TestProfile(LocalFarm.class)
class StockKernelIT {

    @ConfigProperty(name = "beeyard.home")
    Path home;

    private StockKernels kernels;

    @BeforeEach
    void kernels() {
        kernels = new StockKernels(System.getProperty("quarkus.datasource.jdbc.url"), home.resolve("blobs"));
    }

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        StockKernels.prepare();
    }

    /** The four of an architecture share the farm's two slots. */
    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64", "s390x"})
    void tells_a_clean_boot_a_panic_a_hang_and_an_early_death_apart(String arch) throws Exception {
        long clean = kernels.run(arch, "boot", "beeyard.boot=clean");
        long panic = kernels.run(arch, "boot", "beeyard.boot=panic");
        long hang = kernels.run(arch, "boot", "beeyard.boot=hang");
        long exit = kernels.run(arch, "boot", "beeyard.boot=exit");

        JsonPath passed = finished(clean);
        assertThat(passed.getString("run.state")).as(passed.prettify()).isEqualTo("PASSED");
        assertThat(passed.getString("jobs[1].accelerator")).isIn("kvm", "tcg");
        assertThat(passed.getInt("jobs[1].passed")).isEqualTo(1);

        assertThat(job(finished(panic)))
                .containsExactly("FAILED", "The kernel panicked: Kernel panic - not syncing: sysrq triggered crash.");
        assertThat(job(finished(hang))).containsExactly("TIMED_OUT", "The VM hung: nothing was heard of it for 30 s.");
        assertThat(job(finished(exit))).first().isEqualTo("FAILED");
        assertThat(job(finished(exit)).getLast())
                .startsWith(
                        "The kernel does not boot, in 2 of 2 tries: Kernel panic - not syncing: Attempted to kill init!");
    }

    @ParameterizedTest
    @CsvSource({"x86_64, 19, 53, ringbuf", "aarch64, 8, 20, htab_update", "s390x, 3, 2, map_init"})
    void runs_a_real_test_progs_and_stores_every_test_with_its_time(String arch, int tests, int subtests, String one)
            throws Exception {
        JsonPath run = finished(kernels.run(arch, "test_progs", ""));
        assertThat(run.getString("run.state")).as(run.prettify()).isEqualTo("PASSED");
        assertThat(run.getString("run.sentence")).isEqualTo("No failures in " + tests + " tests.");
        assertThat(run.getString("jobs[1].sentence"))
                .isEqualTo(tests + "/" + subtests + " passed, 0 skipped, 0 failed.");
        long attempt = run.getLong("jobs[1].attempt");
        String log = given().get("/attempts/" + attempt + "/log.txt").asString();
        assertThat(log)
                .contains(
                        "beeyard: the guest is ready",
                        "[console] ",
                        one + ":OK",
                        "Summary: " + tests + "/" + subtests + " PASSED");
        assertThat(given().header("Range", "bytes=0-9")
                        .get("/attempts/" + attempt + "/log.txt")
                        .asString())
                .isEqualTo(log.substring(0, 10));
    }

    @Test
    void believes_nothing_that_a_test_prints() throws Exception {
        JsonPath run = finished(kernels.run("x86_64", "boot", "beeyard.suite=lying"));
        assertThat(job(run)).containsExactly("FAILED", "0 tests, 0 failed.");
    }

    /** As on a machine that has nothing but QEMU; this one's is in the build root. */
    @Test
    void what_failed_is_run_again_from_its_bundle_alone(@TempDir Path temp) throws Exception {
        JsonPath run = finished(kernels.run("x86_64", "boot", "beeyard.suite=lying"));
        long attempt = run.getLong("jobs[1].attempt");
        Files.write(
                temp.resolve("bundle.tar"),
                given().get("/api/v1/attempts/" + attempt + "/reproduce.tar").asByteArray());
        Path qemu = Files.createDirectories(temp.resolve("bin")).resolve("qemu-system-x86_64");
        Files.writeString(qemu, """
                #!/bin/sh
                exec '%1$s/lib64/ld-linux-x86-64.so.2' --library-path '%1$s/usr/lib/x86_64-linux-gnu' '%1$s/usr/bin/qemu-system-x86_64' \
                	-L '%1$s/usr/share/seabios' -L '%1$s/usr/share/qemu' "$@"
                """.formatted(LocalFarm.shared().resolve("root/trixie")));
        ProcessBuilder again = new ProcessBuilder(
                        "sh",
                        "-c",
                        "chmod +x bin/* && tar -xf bundle.tar && exec beeyard-attempt-" + attempt + "/reproduce.sh")
                .directory(temp.toFile())
                .redirectErrorStream(true);
        again.environment().put("PATH", temp.resolve("bin") + ":/usr/bin:/bin");
        again.environment().put("ACCEL", "tcg");
        Process process = again.start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(words).isEqualTo(1);
        assertThat(words).contains("beeyard: PASSED. All is well.\n", "boot ended with status 1.");
    }

    @Test
    void keeps_lines_and_bytes_of_any_kind_within_bounds() throws Exception {
        JsonPath run = finished(kernels.run("x86_64", "boot", "beeyard.suite=loud"));
        assertThat(job(run).getFirst()).as(run.prettify()).isEqualTo("PASSED");
        String log = given().get("/attempts/" + run.getLong("jobs[1].attempt") + "/log.txt")
                .asString();
        assertThat(log.lines().mapToInt(String::length).max().orElseThrow()).isLessThan(17 * 1024);
        assertThat(log).contains(" [… 1032192 bytes more]").contains("boot OK");
        assertThat(log.chars().filter(c -> c < ' ' && c != '\n' && c != '\t' && c != 0x1b))
                .isEmpty();
    }

    private static List<String> job(JsonPath run) {
        List<String> words = new ArrayList<>();
        words.add(run.getString("jobs[1].state"));
        words.add(run.getString("jobs[1].sentence"));
        return words;
    }

    private static JsonPath finished(long run) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(10)) // what died is run twice
                .pollInterval(Duration.ofMillis(500))
                .until(() -> given().get("/api/v1/runs/" + run).jsonPath().get("run.finishedAt") != null);
        return given().get("/api/v1/runs/" + run).jsonPath();
    }
}
