package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A farm, its agents and its database killed at any moment: what was begun ends as if nothing had been. */
class FaultsIT {

    private static final Duration LONG = Duration.ofMinutes(5);

    private FarmProcess farm;

    @BeforeAll
    static void prepare() throws IOException, InterruptedException {
        StockKernels.prepare();
    }

    @BeforeEach
    void farm() throws IOException {
        Path kernel = Path.of("src/test/kernel-like").toAbsolutePath();
        farm = new FarmProcess("""
                trees:
                  like: {source: %s}
                  alike: {source: %s}
                matrix:
                  default:
                    - {arch: x86_64, suites: [test_progs], kernel-config: full}
                pools:
                  local: {slots: 1, silence: 60s, vm-memory: 512MiB}
                """.formatted(kernel, another(kernel)));
        farm.start();
    }

    /** The same code, and another commit. */
    private static Path another(Path kernel) throws IOException {
        Path copy = Files.createTempDirectory("alike").resolve("kernel");
        new ProcessBuilder("cp", "-r", kernel.toString(), copy.toString())
                .start()
                .onExit()
                .join();
        Files.writeString(copy.resolve("README"), "Another base.\n");
        return copy;
    }

    @AfterEach
    void stop() throws InterruptedException {
        farm.stop();
    }

    @Test
    void a_farm_killed_while_the_vm_boots_takes_the_attempt_up_again() throws Exception {
        long run = slowRun();
        await(run, "jobs[1].step", "booting");
        farm.killAndStartAgain();
        passedAtFirstAttempt(run);
    }

    @Test
    void a_farm_killed_while_tests_run_takes_the_attempt_up_again() throws Exception {
        long run = slowRun();
        await(run, "jobs[1].step", "running boot");
        farm.killAndStartAgain();
        passedAtFirstAttempt(run);
    }

    @Test
    void a_farm_that_is_away_when_the_agent_delivers_gets_everything_when_it_is_back() throws Exception {
        long run = slowRun();
        await(run, "jobs[1].step", "running boot");
        ProcessHandle agent = farm.agent(run(run).getLong("jobs[1].attempt"));
        farm.kill();
        Awaitility.await()
                .atMost(LONG)
                .until(() -> agent.descendants().findAny().isEmpty()); // the VM has ended
        assertThat(agent.isAlive()).isTrue();
        farm.start();
        passedAtFirstAttempt(run);
    }

    @Test
    void a_farm_killed_while_a_kernel_builds_takes_the_build_up_again() throws Exception {
        long base = baseRun("like");
        Awaitility.await().atMost(LONG).until(() -> run(base).getInt("jobs[0].done") >= 3);
        farm.killAndStartAgain();
        Awaitility.await().atMost(LONG).until(() -> run(base).getString("jobs[0].finishedAt") != null);
        assertThat(run(base).getString("jobs[0].state"))
                .as(run(base).prettify())
                .isEqualTo("PASSED");
        assertThat(run(base).getInt("jobs[0].attempts")).isEqualTo(1);
    }

    @Test
    void an_agent_that_is_killed_is_the_farms_trouble_and_its_attempt_is_tried_again() throws Exception {
        long run = slowRun();
        await(run, "jobs[1].step", "running boot");
        farm.agent(run(run).getLong("jobs[1].attempt")).destroyForcibly();
        JsonPath ended = finished(run);
        assertThat(ended.getString("jobs[1].state")).as(ended.prettify()).isEqualTo("PASSED");
        JsonPath job = get("/jobs/" + ended.getLong("jobs[1].id"));
        assertThat(job.getList("attempts.state")).containsExactly("PASSED", "ERROR");
        assertThat(job.getString("attempts[1].reason")).isEqualTo("NO_MANIFEST");
    }

    @Test
    void a_farm_whose_database_dies_ends_and_goes_on_when_it_is_started_again() throws Exception {
        long run = slowRun();
        await(run, "jobs[1].step", "running boot");
        farm.database().destroyForcibly();
        assertThat(farm.end()).isEqualTo(2);
        assertThat(Files.readString(farm.log())).contains("beeyard: the embedded PostgreSQL has died");
        farm.start();
        passedAtFirstAttempt(run);
    }

    @Test
    void a_base_finds_what_compilers_made_for_another() throws Exception {
        for (String tree : List.of("like", "alike")) {
            long base = baseRun(tree);
            await(base, "jobs[0].state", "PASSED");
            String log = given().get(farm.url() + "/attempts/" + run(base).getLong("jobs[0].attempt") + "/log.txt")
                    .asString();
            assertThat(log)
                    .contains("compiler cache: " + (tree.equals("like") ? 0 : 1)
                            + " of 1 compilations were known from earlier builds");
        }
    }

    /** The run of a tree's base, which a series has asked for. */
    private long baseRun(String tree) {
        int series = given().body(IdleFarm.mail("[PATCH " + tree + "] demo: Say " + tree, "one", tree)
                        .getBytes(StandardCharsets.UTF_8))
                .contentType("application/octet-stream")
                .post(farm.url() + "/api/v1/series")
                .path("series");
        Awaitility.await()
                .atMost(LONG)
                .until(() -> get("/api/v1/series/" + series).getList("runs").size() == 1);
        return get("/api/v1/runs/" + get("/api/v1/series/" + series).getLong("runs[0].id"))
                .getLong("baseRun");
    }

    private long slowRun() throws Exception {
        return farm.kernels().run("x86_64", "boot", "beeyard.suite=slow");
    }

    private void passedAtFirstAttempt(long run) {
        JsonPath ended = finished(run);
        assertThat(ended.getString("run.state")).as(ended.prettify()).isEqualTo("PASSED");
        assertThat(ended.getInt("jobs[1].attempts")).isEqualTo(1);
        assertThat(ended.getInt("jobs[1].passed")).isEqualTo(13);
    }

    private JsonPath finished(long run) {
        Awaitility.await().atMost(LONG).until(() -> run(run).get("run.finishedAt") != null);
        return run(run);
    }

    private void await(long run, String what, String value) {
        Awaitility.await()
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> value.equals(run(run).getString(what)));
    }

    private JsonPath run(long run) {
        return get("/api/v1/runs/" + run);
    }

    private JsonPath get(String path) {
        return given().accept("application/json").get(farm.url() + path).jsonPath();
    }
}
