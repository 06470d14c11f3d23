package org.beeyard.executor.kubernetes;

import static io.restassured.RestAssured.given;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
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

    @Inject
    EntityManager database;

    @Test
    void attempts() throws Exception {
        int port = ConfigProvider.getConfig().getValue(ClusterFarm.PORT, Integer.class);
        try (FakeCluster cluster = new FakeCluster(port);
                PlayedPods pods = new PlayedPods(cluster, true)) {
            int first = given().accept("application/json").post("/api/v1/probe").path("run");
            long transactions = transactions();
            long start = System.nanoTime();
            for (int i = 1; i < ATTEMPTS; i++) {
                given().accept("application/json").post("/api/v1/probe");
            }
            Awaitility.await()
                    .atMost(Duration.ofHours(1))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> pods.played() >= ATTEMPTS);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("%d attempts in %.1f s, %.0f a second%n", ATTEMPTS, seconds, ATTEMPTS / seconds);
            System.out.printf(
                    "transactions for one attempt, those of the idle farm among them: %.1f%n",
                    (double) (transactions() - transactions) / ATTEMPTS);
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

    /** As PostgreSQL counts them, a second late. */
    private long transactions() {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) database.createNativeQuery(
                                        "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()")
                                .getSingleResult())
                        .longValue());
    }
}
