package org.beeyard.executor.kubernetes;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Attempts in a cluster, from the queue to their end. The pods' agents are played by the test. */
@QuarkusTest
@TestProfile(ClusterFarm.class)
class ClusterFarmIT {

    private static final String FINISH = """
            {"complete":true,"ending":"PASSED","sentence":"Ready.","reports":0,"batches":0,"logBytes":0,"logDropped":0,
             "steps":0,"cpuMillis":1,"artifacts":[],"splats":[]}
            """;

    /** One for all tests: a farm takes a minute to believe that its watches are dead. */
    private static FakeCluster cluster;

    @BeforeAll
    static void begin() {
        cluster = new FakeCluster(ConfigProvider.getConfig().getValue(ClusterFarm.PORT, Integer.class));
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @Test
    void an_agents_word_ends_the_attempt_and_its_job_is_removed() {
        long run = probe();
        Job job = job(run);
        Pod pod = cluster.pod(job);
        cluster.status(pod, FakeCluster.running());
        passes(job);
        soon().untilAsserted(() -> assertThat(state(run)).isEqualTo("PASSED"));
        assertThat(given().accept("application/json").get("/api/v1/runs/" + run).<String>path("run.sentence"))
                .isEqualTo("The pool is ready.");
        soon().until(() -> jobs(run).isEmpty());
        assertThat(given().get("/q/metrics").asString())
                .contains("beeyard_attempt_wait_seconds_count{pool=\"kube\"}")
                .contains("beeyard_attempt_time_seconds_count{kind=\"PROBE\",pool=\"kube\"}");
    }

    @Test
    void what_the_cluster_told_of_a_pod_is_kept_when_the_pod_is_gone() {
        long run = probe();
        Job job = job(run);
        Pod pod = cluster.pod(job);
        cluster.tell(
                pod,
                FakeCluster.event("2026-02-02T10:00:05Z", "Pulled", "Successfully pulled image in\0 <4.1s>"),
                FakeCluster.event("2026-02-02T10:00:01Z", "Scheduled", "Successfully assigned to node1"));
        cluster.status(pod, FakeCluster.running());
        passes(job);
        soon().until(() -> jobs(run).isEmpty());
        int id = given().accept("application/json").get("/api/v1/runs/" + run).path("jobs[0].id");
        assertThat(given().accept("application/json")
                        .get("/jobs/" + id)
                        .jsonPath()
                        .getList("events.what", String.class))
                .containsSubsequence(
                        "Pod Scheduled: Successfully assigned to node1",
                        "Pod Pulled: Successfully pulled image in\uFFFD <4.1s>");
        assertThat(given().accept("text/html").get("/jobs/" + id).asString()).contains("in\uFFFD &lt;4.1s&gt;");
        remove(pod);
    }

    @Test
    void a_pod_that_is_evicted_costs_an_attempt_and_not_the_job() {
        long run = probe();
        Job first = job(run);
        Pod pod = cluster.pod(first);
        cluster.status(pod, FakeCluster.running());
        agent(first).body(started()).post("/attempt-api/v1/start").then().statusCode(204);
        cluster.status(pod, FakeCluster.disrupted("EvictionByEvictionAPI", "the node is drained"));
        soon().untilAsserted(() -> assertThat(attempt(run, "reason")).isEqualTo("EVICTED"));
        agent(first).body(FINISH).post("/attempt-api/v1/finish").then().statusCode(410);
        remove(pod);
        Job second = another(run, first);
        passes(second);
        soon().untilAsserted(() -> assertThat(state(run)).isEqualTo("PASSED"));
    }

    @Test
    void what_a_pod_waits_for_is_shown_while_it_waits() {
        long run = probe();
        Pod pod = cluster.pod(job(run));
        cluster.status(pod, FakeCluster.unschedulable("0/1 nodes are available: 1 Insufficient memory"));
        soon().untilAsserted(() -> assertThat(given().accept("application/json")
                        .get("/api/v1/runs/" + run)
                        .<String>path("jobs[0].step"))
                .isEqualTo("waiting: Unschedulable: 0/1 nodes are available: 1 Insufficient memory"));
        cluster.status(pod, FakeCluster.waiting("InvalidImageName", "bad"));
        soon().untilAsserted(() -> assertThat(attempt(run, "reason")).isEqualTo("IMAGE_PULL"));
    }

    @Test
    void a_job_that_vanished_before_its_agent_spoke_is_made_anew() {
        long run = probe();
        Job first = job(run);
        cluster.client().resource(first).delete();
        Job second = another(run, first);
        passes(second);
        soon().untilAsserted(() -> assertThat(state(run)).isEqualTo("PASSED"));
    }

    @Test
    void a_pool_whose_place_fails_is_paused_until_somebody_lets_it_go_on() {
        List<Long> runs = List.of(probe(), probe(), probe(), probe());
        for (long run : runs) {
            Pod pod = cluster.pod(job(run));
            cluster.status(pod, FakeCluster.terminated(137, "OOMKilled"));
        }
        soon().untilAsserted(() -> assertThat(
                        given().accept("text/html").get("/farm").asString())
                .contains("attempts ended in infrastructure errors, the newest: The pod beeyard-a")
                .contains("action=\"/api/v1/pools/kube/resume\""));
        given().header("Origin", "http://elsewhere.example")
                .post("/api/v1/pools/kube/resume")
                .then()
                .statusCode(403);
        given().accept("text/html")
                .redirects()
                .follow(false)
                .post("/api/v1/pools/kube/resume")
                .then()
                .statusCode(303);
        assertThat(given().accept("text/html").get("/farm").asString()).contains("takes jobs");
        given().post("/api/v1/pools/kube/resume").then().statusCode(409);
    }

    private static long probe() {
        return ((Number) given().accept("application/json")
                        .post("/api/v1/probe")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("run"))
                .longValue();
    }

    private static Job job(long run) {
        return soon().until(() -> jobs(run).stream().findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private static Job another(long run, Job than) {
        return soon().until(
                        () -> jobs(run).stream()
                                .filter(job -> !job.getMetadata()
                                        .getUid()
                                        .equals(than.getMetadata().getUid()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static void passes(Job job) {
        agent(job).body(started()).post("/attempt-api/v1/start").then().statusCode(204);
        agent(job).body(FINISH).post("/attempt-api/v1/finish").then().statusCode(204);
    }

    private static List<Job> jobs(long run) {
        return cluster.jobs().stream()
                .filter(job ->
                        job.getMetadata().getLabels().get("beeyard.org/run").equals(Long.toString(run)))
                .toList();
    }

    private static RequestSpecification agent(Job job) {
        String token = soon().until(
                        () -> Optional.ofNullable(cluster.client()
                                .secrets()
                                .inNamespace(FakeCluster.NAMESPACE)
                                .withName(job.getMetadata().getName() + "-"
                                        + job.getMetadata().getLabels().get(JobShape.TOKEN))
                                .get()),
                        Optional::isPresent)
                .orElseThrow()
                .getStringData()
                .get("token");
        return given().header("Authorization", "Bearer " + token).contentType("application/json");
    }

    private static void remove(Pod pod) {
        cluster.client()
                .pods()
                .inNamespace(FakeCluster.NAMESPACE)
                .withName(pod.getMetadata().getName())
                .delete();
    }

    private static String started() {
        return "{\"protocol\":1,\"host\":\"node1/pod\",\"cpus\":2,\"memoryBytes\":1,\"diskFreeBytes\":1}";
    }

    private static String state(long run) {
        return given().accept("application/json").get("/api/v1/runs/" + run).path("run.state");
    }

    /** Of the run's first attempt. */
    private static String attempt(long run, String field) {
        int job = given().accept("application/json").get("/api/v1/runs/" + run).path("jobs[0].id");
        return given().accept("application/json").get("/jobs/" + job).path("attempts[-1]." + field);
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }
}
