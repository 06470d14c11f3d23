package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged farm beside a real cluster: {@code ./beeyard test --kubernetes}. The pool called local is the cluster's, as
 * stock kernels are made for it.
 */
@EnabledIfEnvironmentVariable(named = "BEEYARD_TEST_JOB_IMAGE", matches = ".+", disabledReason = "no cluster is given")
class ClusterIT {

    private static final String NAMESPACE = "beeyard-test-jobs";
    private static final Duration LONG = Duration.ofMinutes(5);

    private static FarmProcess farm;
    private static KubernetesClient cluster;

    @BeforeAll
    static void begin() throws IOException, InterruptedException {
        StockKernels.prepare();
        cluster = new KubernetesClientBuilder()
                .withHttpClientFactory(new OkHttpClientFactory())
                .build();
        cluster.namespaces()
                .resource(new io.fabric8.kubernetes.api.model.NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .unlock()
                .createOr(existing -> existing.update());
        farm = new FarmProcess(
                """
                trees:
                  hungry: {source: %s}
                  filling: {source: %s}
                matrix:
                  default:
                    - {arch: x86_64, suites: [test_progs], kernel-config: full}
                pools:
                  local: {executor: kubernetes, slots: 2, kvm: never, cpu: 1, memory: 1GiB, vm-memory: 1GiB, disk: 4GiB, silence: 60s}
                  noimage: {executor: kubernetes, arch: aarch64, pod: {host-arch: x86_64, image: "docker.io/beeyard/there-is-none:1"}}
                  huge: {executor: kubernetes, arch: s390x, pod: {host-arch: x86_64}, memory: 4096GiB, start-time: 20s}
                cluster: {namespace: %s}
                """.formatted(
                                kernel(
                                        "hungry",
                                        "p=; for i in 1 2 3 4; do python3 -c \"b'x' * (900 << 20)\" & p=\"$$p $$!\"; done; for i in $$p; do wait $$i || exit 1; done"),
                                kernel("filling", "dd if=/dev/zero of=$(O)/big bs=1M count=9000"),
                                NAMESPACE),
                Map.of(
                        "QUARKUS_HTTP_HOST",
                        "0.0.0.0",
                        "SIGN_IN_THIS_MACHINE",
                        "trusted",
                        "CLUSTER_IMAGE",
                        System.getenv("BEEYARD_TEST_JOB_IMAGE")),
                port -> Map.of("CLUSTER_FARM_URL", "http://" + System.getenv("BEEYARD_TEST_HOST") + ":" + port));
        farm.start();
    }

    @AfterAll
    static void end() throws InterruptedException {
        farm.stop();
        cluster.namespaces().withName(NAMESPACE).delete();
        cluster.close();
    }

    @Test
    void a_kernel_boots_in_a_pod_and_its_tests_report() throws Exception {
        long run = farm.kernels().run("x86_64", "test_progs", "");
        ended(run);
        assertThat(run(run).getString("jobs[1].state")).isIn("PASSED", "FAILED");
        assertThat(run(run).getInt("jobs[1].passed")).isPositive();
        assertThat(run(run).getString("jobs[1].accelerator")).isEqualTo("tcg");
        nothingIsLeft();
    }

    /** @param grace seconds; with none the API server forgets the pod at once, whatever its node still does */
    @ParameterizedTest
    @ValueSource(longs = {30, 0})
    void a_pod_deleted_while_its_vm_boots_is_replaced_by_another_attempt(long grace) throws Exception {
        long run = farm.kernels().run("x86_64", "test_progs", "");
        Awaitility.await().atMost(LONG).until(() -> "booting".equals(run(run).getString("jobs[1].step")));
        List<Pod> pods = cluster.pods()
                .inNamespace(NAMESPACE)
                .withLabel("beeyard.org/run", Long.toString(run))
                .list()
                .getItems();
        cluster.resource(pods.getFirst()).withGracePeriod(grace).delete();
        ended(run);
        assertThat(run(run).getInt("jobs[1].attempts")).isEqualTo(2);
        assertThat(run(run).getInt("jobs[1].passed")).isPositive();
        nothingIsLeft();
    }

    /** Four processes none of which takes too much: no bound but the pod's is met. */
    @Test
    void a_build_that_takes_more_memory_than_its_pod_has_is_told_as_that() {
        assertThat(firstEnd("hungry")).startsWith("ERROR OUT_OF_MEMORY");
    }

    /** The agent looks more often than the kubelet, whose eviction would be nobody's fault. */
    @Test
    void a_build_that_writes_more_than_its_pod_has_is_told_as_that() {
        assertThat(firstEnd("filling")).matches("FAILED null The attempt wrote \\d+ MiB; its limit is 4096 MiB\\.");
    }

    /** How the first attempt to build the tree's base ended. */
    private static String firstEnd(String tree) {
        int series = given().baseUri(farm.url())
                .body(IdleFarm.mail("[PATCH " + tree + "] demo: Say two, " + tree, "one", "two " + tree)
                        .getBytes(StandardCharsets.UTF_8))
                .contentType("application/octet-stream")
                .post("/api/v1/series")
                .path("series");
        Awaitility.await()
                .atMost(LONG)
                .until(() -> get("/api/v1/series/" + series).getList("runs").size() == 1);
        long base = run(get("/api/v1/series/" + series).getLong("runs[0].id")).getLong("baseRun");
        long job = run(base).getLong("jobs[0].id");
        Awaitility.await().atMost(LONG).until(() -> get("/jobs/" + job).getString("attempts[-1].finishedAt") != null);
        given().baseUri(farm.url()).accept("application/json").post("/api/v1/runs/" + base + "/cancel");
        JsonPath ended = get("/jobs/" + job);
        return ended.getString("attempts[-1].state") + " " + ended.getString("attempts[-1].reason") + " "
                + ended.getString("attempts[-1].sentence");
    }

    /** A tree whose kernel builds until something is full. */
    private static Path kernel(String name, String command) throws IOException, InterruptedException {
        Path copy = Files.createTempDirectory(name).resolve("kernel");
        new ProcessBuilder("cp", "-r", "src/test/kernel-like", copy.toString())
                .start()
                .waitFor();
        Path makefile = copy.resolve("Makefile");
        Files.writeString(makefile, Files.readString(makefile).replace("bzImage:\n", "bzImage:\n\t@" + command + "\n"));
        return copy;
    }

    @Test
    void the_clusters_own_words_say_why_nothing_starts() {
        long run = ((Number) given().baseUri(farm.url())
                        .accept("application/json")
                        .post("/api/v1/probe")
                        .path("run"))
                .longValue();
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(run(run).getString("jobs.find { it.name == 'probe local' }.state"))
                        .isEqualTo("PASSED"));
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(run(run).getString("jobs.find { it.name == 'probe huge' }.sentence"))
                        .startsWith("Unschedulable: 0/"));
        Awaitility.await()
                .atMost(LONG)
                .untilAsserted(() -> assertThat(run(run).getString("jobs.find { it.name == 'probe noimage' }.sentence"))
                        .containsAnyOf("ErrImagePull", "ImagePullBackOff"));
    }

    private static void ended(long run) {
        Awaitility.await()
                .atMost(LONG)
                .until(() -> !List.of("PENDING", "RUNNING").contains(run(run).getString("run.state")));
    }

    private static void nothingIsLeft() {
        Awaitility.await()
                .atMost(LONG)
                .until(() -> cluster.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems().stream()
                        .noneMatch(job -> job.getMetadata()
                                .getLabels()
                                .get("beeyard.org/pool")
                                .equals("local")));
    }

    private static JsonPath run(long run) {
        return get("/api/v1/runs/" + run);
    }

    private static JsonPath get(String path) {
        return given().baseUri(farm.url()).accept("application/json").get(path).jsonPath();
    }
}
