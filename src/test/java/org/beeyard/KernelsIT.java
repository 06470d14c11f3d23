package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kernels of three architectures, built from the same sources, and all suites on them: {@code ./beeyard test --kernels}. Two hours or three of
 * work for a small machine, of which the client tells how far it is.
 */
@EnabledIfEnvironmentVariable(
        named = "BEEYARD_TEST_KERNEL_SOURCE",
        matches = ".+",
        disabledReason = "no kernel is given")
class KernelsIT {

    private static final List<String> EVERYWHERE =
            List.of("test_progs", "test_progs_no_alu32", "test_progs_cpuv4", "test_verifier", "bpftool", "veristat");

    private static final List<String> X86_64 =
            List.of("test_progs_parallel", "test_progs-bpf_gcc", "test_maps", "sched_ext");

    /** Scripts by what they are called; each reports in another way, from another machine. */
    private static final Map<String, String> OWN = Map.of(
            "features", """
                    "$BEEYARD_SELFTESTS/tools/sbin/bpftool" -j feature probe kernel | grep -o '"have_bpf_syscall":true'
                    """,
            "machine", """
                    echo "KTAP version 1"; echo 1..3
                    [ "$(uname -m)" = aarch64 ] || echo -n "not "; echo "ok 1 machine"
                    [ -s /sys/kernel/btf/vmlinux ] || echo -n "not "; echo "ok 2 types"
                    for d in /run /tmp /mnt /root /work; do mountpoint -q $d || echo -n "not "; done | head -c 4; echo "ok 3 folders"
                    """,
            "order", """
                    [ "$(printf '\\0\\1' | od -An -td2 | tr -d ' ')" = 1 ] && outcome=pass || outcome=fail
                    echo '{"sentence": "The first byte counts most.", "tests": [{"test": "first_byte", "outcome": "'$outcome'"}]}' > "$BEEYARD_REPORT"
                    """,
            "changes", """
                    while read -r path; do
                    	cmp "$path" "$BEEYARD_BASE/$path" || changed=1
                    done < "$BEEYARD_CHANGED"
                    [ ! -s "$BEEYARD_CHANGED" ] || [ -n "$changed" ]
                    """);

    private static FarmProcess farm;

    @TempDir
    static Path folder;

    @BeforeAll
    static void begin() throws IOException {
        Path shared = LocalFarm.shared();
        Path scripts = Files.createDirectories(folder.resolve("ci/ci/vmtest/configs/own"));
        for (Map.Entry<String, String> script : OWN.entrySet()) {
            Files.writeString(scripts.resolve(script.getKey()), script.getValue());
        }
        farm = new FarmProcess(
                """
                trees:
                  linux: {source: "%1$s", ci: own, matrix: all}
                  same: {source: "%1$s", ci: own, matrix: few}
                ci:
                  own: {source: "%4$s"}
                suites:
                  features: {script: own/features, report: exit}
                  machine: {script: own/machine, report: ktap}
                  order: {script: own/order, report: json}
                  changes: {script: own/changes, report: exit, where: source}
                matrix:
                  all:
                    # test_maps takes half an hour of an emulated VM of the others
                    - {arch: x86_64, %3$s, deny: [%5$s], suites: [%2$s, %6$s, features, changes]}
                    - {arch: x86_64, asan: true, %3$s, deny: [%5$s], suites: [test_progs]}
                    # in its cpuv4 form this program fails on 6.12
                    - {arch: aarch64, %3$s, deny: [%5$s, verifier_arena/basic_alloc2], suites: [%2$s, machine]}
                    - {arch: s390x, %3$s, deny: [%5$s], suites: [%2$s, order]}
                  few:
                    - {arch: x86_64, %3$s, deny: [%5$s], suites: [test_progs]}
                    - {arch: aarch64, %3$s, deny: [%5$s], suites: [test_progs]}
                    - {arch: s390x, %3$s, deny: [%5$s], suites: [test_progs]}
                pools:
                  local:
                    slots: 2
                    shards: 1
                    kvm: preferred
                    builds: [aarch64, s390x]
                    emulates: [aarch64, s390x]
                    silence: 10m
                """.formatted(
                        System.getenv("BEEYARD_TEST_KERNEL_SOURCE"),
                        String.join(", ", EVERYWHERE),
                        "compiler: gcc, kernel-config: small, tests: [" + String.join(", ", demo("tests")) + "]",
                        folder.resolve("ci"),
                        String.join(", ", demo("deny")),
                        String.join(", ", X86_64)),
                Map.of(
                        "BEEYARD_LOCAL_GUESTS", shared.resolve("root/guests").toString(),
                        "BEEYARD_LOCAL_CACHE", shared.resolve("kernels").toString()),
                port -> Map.of());
        farm.start();
    }

    @AfterAll
    static void end() throws InterruptedException {
        farm.stop();
    }

    @Test
    void a_good_series_breaks_nothing_anywhere() throws Exception {
        assertThat(submitted("good.mbox", "linux")).isZero();
        JsonPath good = newestRun();
        // Where all is emulated, some of the kernel's own tests are flaky, and told to be.
        assertThat(good.getString("run.state")).isIn("PASSED", "WARNING");
        assertThat(good.getList("findings.verdict", String.class)).doesNotContain("NEW_FAILURE", "MISSING");
        assertThat(cellsWithoutResults(good)).isEmpty();
    }

    @Test
    void a_broken_series_is_told_by_its_tests_everywhere() throws Exception {
        assertThat(submitted("broken.mbox", "same")).isEqualTo(1);
        JsonPath broken = newestRun();
        assertThat(broken.getString("run.state")).isEqualTo("FAILED");
        for (String arch : List.of("x86_64", "aarch64", "s390x")) {
            assertThat(broken.getList(
                            "findings.findAll { it.verdict == 'NEW_FAILURE' && !it.subtest && it.jobName.startsWith('test_progs %s ') }.title"
                                    .formatted(arch),
                            String.class))
                    .as(arch)
                    .containsExactlyInAnyOrder("verifier_bounds", "verifier_or_jmp32_k", "verifier_var_off");
        }
    }

    /** Test jobs in which nothing ran. */
    private static List<String> cellsWithoutResults(JsonPath run) {
        List<String> empty = new ArrayList<>();
        List<Map<String, Object>> jobs = run.getList("jobs.findAll { it.kind == 'TEST' }");
        assertThat(jobs).hasSize(3 * EVERYWHERE.size() + X86_64.size() + 1 + OWN.size());
        for (Map<String, Object> job : jobs) {
            if (!(job.get("passed") instanceof Number passed) || passed.intValue() == 0) {
                empty.add(job.get("name") + ": " + job.get("state") + " " + job.get("sentence"));
            }
        }
        return empty;
    }

    private static JsonPath newestRun() {
        long run = get("/runs").getLong("find { it.kind == 'SERIES' }.id");
        return get("/api/v1/runs/" + run);
    }

    private static JsonPath get(String path) {
        return given().baseUri(farm.url()).accept("application/json").get(path).jsonPath();
    }

    private static int submitted(String name, String tree) throws IOException, InterruptedException {
        Path mbox = folder.resolve(name);
        try (InputStream in = KernelsIT.class.getResourceAsStream("/demo/" + name)) {
            Files.copy(in, mbox, StandardCopyOption.REPLACE_EXISTING);
        }
        ProcessBuilder builder = new ProcessBuilder("./beeyard", "submit", mbox.toString(), "--tree", tree, "--wait")
                .redirectErrorStream(true);
        builder.environment().put("BEEYARD_URL", farm.url());
        Process process = builder.start();
        process.inputReader().lines().forEach(System.out::println); // what it says itself Failsafe swallows
        return process.waitFor();
    }

    private static List<String> demo(String name) throws IOException {
        return List.of(Files.readString(Path.of("src/main/resources/demo", name))
                .strip()
                .split("\\s+"));
    }
}
