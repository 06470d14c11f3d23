package org.beeyard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.beeyard.patchwork.FakePatchwork;
import org.beeyard.patchwork.FakePatchwork.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A farm killed while it takes in and publishes: each patch ends with exactly the right newest checks, and no flood. */
class PatchworkFaultsIT {

    private static final List<String> WAITING = List.of(
            "pending beeyard-test-summary",
            "pending beeyard-test-x86_64-build",
            "pending beeyard-test-x86_64-test_progs");

    @TempDir
    Path folder;

    private FakePatchwork patchwork;
    private FarmProcess farm;

    @BeforeEach
    void start() throws IOException {
        patchwork = FakePatchwork.start();
        patchwork.slowness(Duration.ofSeconds(3));
        Files.writeString(folder.resolve("words.txt"), "start\none\nend\n");
        farm = new FarmProcess("""
                farm: {url: "https://farm.example"}
                trees:
                  test: {source: %s}
                matrix:
                  default:
                    - {arch: x86_64, suites: [test_progs]}
                pools:
                  none: {slots: 0}
                sources:
                  patchwork:
                    - {url: "%s", project: netdevbpf, token: %s, poll: 5s, rescan: 10s}
                """.formatted(folder, patchwork.url(), FakePatchwork.TOKEN));
        farm.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        farm.stop();
        patchwork.close();
    }

    @Test
    void killed_while_it_fetches_a_series() throws Exception {
        killedDuring("GET", "/mbox/", Fault.SLOW);
    }

    @Test
    void killed_after_it_asked_a_patch_for_its_checks() throws Exception {
        killedDuring("GET", "/checks/", Fault.SLOW);
    }

    @Test
    void killed_after_a_check_was_stored_and_before_it_knew() throws Exception {
        killedDuring("POST", "/checks/", Fault.SLOW);
    }

    @Test
    void killed_before_a_check_was_stored() throws Exception {
        killedDuring("POST", "/checks/", Fault.CUT_BEFORE);
    }

    private void killedDuring(String method, String path, Fault fault) throws Exception {
        patchwork.fault(fault, method, path, 1);
        long series = patchwork.series(
                IdleFarm.mail("[PATCH test 1/2] demo: One", "one", "two"),
                IdleFarm.mail("[PATCH test 2/2] demo: Two", "two", "three"));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> patchwork.requests().stream()
                        .anyMatch(request -> request.startsWith(method) && request.contains(path)));
        farm.killAndStartAgain();
        for (long patch : patchwork.patches(series)) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(newest(patch)).isEqualTo(WAITING));
        }
        farm.killAndStartAgain();
        patchwork.forgetRequests();
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> patchwork.requests().stream()
                        .anyMatch(request -> request.contains("category=patch-delegated")));
        for (long patch : patchwork.patches(series)) {
            assertThat(patchwork.checks(patch)).as("each said once").hasSize(3);
        }
    }

    private List<String> newest(long patch) {
        Map<String, String> newest = new TreeMap<>();
        patchwork.checks(patch).forEach(check -> newest.put(check.context(), check.state() + " " + check.context()));
        return List.copyOf(newest.values());
    }
}
