package org.beeyard.executor.kubernetes;

import static io.restassured.RestAssured.given;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Attempts that do nothing, through a fake cluster whose pods the benchmark plays: {@code src/bench/cluster [ATTEMPTS]}. */
@QuarkusTest
@TestProfile(ClusterFarm.class)
@Tag("bench")
class ClusterBench {

    private static final int ATTEMPTS = Integer.parseInt(System.getenv().getOrDefault("ATTEMPTS", "10000"));
    private static final String STARTED =
            "{\"protocol\":1,\"host\":\"n/p\",\"cpus\":1,\"memoryBytes\":1,\"diskFreeBytes\":1}";
    private static final String FINISH = """
            {"complete":true,"ending":"PASSED","sentence":"Ready.","reports":0,"batches":0,"logBytes":0,"logDropped":0,
             "steps":0,"cpuMillis":1,"artifacts":[],"splats":[]}
            """;

    @Inject
    EntityManager database;

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void attempts() throws Exception {
        int port = ConfigProvider.getConfig().getValue(ClusterFarm.PORT, Integer.class);
        try (FakeCluster cluster = new FakeCluster(port);
                ExecutorService pods = Executors.newVirtualThreadPerTaskExecutor()) {
            cluster.client()
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(FakeCluster.NAMESPACE)
                    .inform(new ResourceEventHandler<>() {
                        @Override
                        public void onAdd(Job job) {
                            pods.submit(() -> play(cluster, job));
                        }

                        @Override
                        public void onUpdate(Job before, Job after) {}

                        @Override
                        public void onDelete(Job job, boolean unknown) {}
                    });
            int first = given().accept("application/json").post("/api/v1/probe").path("run");
            long start = System.nanoTime();
            for (int i = 1; i < ATTEMPTS; i++) {
                given().accept("application/json").post("/api/v1/probe");
            }
            Awaitility.await()
                    .atMost(Duration.ofHours(1))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> done.get() >= ATTEMPTS);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("%d attempts in %.1f s, %.0f a second%n", ATTEMPTS, seconds, ATTEMPTS / seconds);
            Object waits = QuarkusTransaction.requiringNew()
                    .call(() -> database.createNativeQuery("""
                                    select round(1000 * percentile_cont(0.5) within group (order by extract(epoch from a.running_at - a.created_at))) || ' ms, p95 ' ||
                                           round(1000 * percentile_cont(0.95) within group (order by extract(epoch from a.running_at - a.created_at))) || ' ms'
                                      from attempt a join job j on j.id = a.job_id where j.run_id >= ?1 and a.running_at is not null
                                    """)
                            .setParameter(1, first)
                            .getSingleResult());
            System.out.printf("queued to reported by the pod: median %s%n", waits);
            Runtime runtime = Runtime.getRuntime();
            System.gc();
            System.out.printf(
                    "heap of farm and fake together: %d MiB%n", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
        }
    }

    private Void play(FakeCluster cluster, Job job) throws Exception {
        String secret = job.getMetadata().getName() + "-"
                + job.getMetadata().getLabels().get(JobShape.TOKEN);
        var found = cluster.client()
                .secrets()
                .inNamespace(FakeCluster.NAMESPACE)
                .withName(secret)
                .waitUntilCondition(s -> s != null, 1, java.util.concurrent.TimeUnit.MINUTES);
        String token = found.getStringData().get("token");
        say(token, "start", STARTED);
        say(token, "finish", FINISH);
        done.incrementAndGet();
        return null;
    }

    private void say(String token, String what, String body) throws Exception {
        http.send(
                HttpRequest.newBuilder(URI.create(io.restassured.RestAssured.baseURI + ":"
                                + io.restassured.RestAssured.port + "/attempt-api/v1/" + what))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }
}
