package org.beeyard.executor.kubernetes;

import static io.restassured.RestAssured.given;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a turn of the reconciliation takes while many attempts are under way: {@code src/bench/cluster live [ATTEMPTS]}. */
@QuarkusTest
@TestProfile(LiveBench.Wide.class)
@Tag("bench")
class LiveBench {

    private static final int ATTEMPTS = Integer.parseInt(System.getenv().getOrDefault("ATTEMPTS", "2000"));
    private static final int TURNS = 20;

    @Inject
    MeterRegistry meters;

    /** With room for all of them at once. */
    public static class Wide extends ClusterFarm {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> wide = new HashMap<>(super.getConfigOverrides());
            wide.put("pools.kube.slots", Integer.toString(ATTEMPTS));
            return wide;
        }
    }

    @Test
    void reconciliation() {
        int port = ConfigProvider.getConfig().getValue(ClusterFarm.PORT, Integer.class);
        try (FakeCluster cluster = new FakeCluster(port);
                PlayedPods pods = new PlayedPods(cluster, false)) {
            for (int i = 0; i < ATTEMPTS; i++) {
                given().accept("application/json").post("/api/v1/probe");
            }
            Awaitility.await()
                    .atMost(Duration.ofMinutes(20))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> pods.played() >= ATTEMPTS);
            long before = turns().count();
            double took = turns().totalTime(TimeUnit.MILLISECONDS);
            Awaitility.await().atMost(Duration.ofMinutes(10)).until(() -> turns().count() >= before + TURNS);
            System.out.printf(
                    "%d attempts under way: a turn of the reconciliation takes %.0f ms, the longest since the start %.0f ms%n",
                    ATTEMPTS,
                    (turns().totalTime(TimeUnit.MILLISECONDS) - took) / (turns().count() - before),
                    turns().max(TimeUnit.MILLISECONDS));
        }
    }

    private Timer turns() {
        return meters.get("scheduled.methods")
                .tag("class", "org.beeyard.executor.Reconciliation")
                .timer();
    }
}
