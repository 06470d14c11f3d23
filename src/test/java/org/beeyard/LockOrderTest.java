package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.beeyard.job.AttemptState;
import org.beeyard.job.Attempts;
import org.beeyard.job.Queue;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.junit.jupiter.api.Test;

/** Of two that change what a run has at the same time the second one sees what the first has done, and neither waits for ever. */
@QuarkusTest
@TestProfile(LockOrderTest.FarmWithoutLoops.class)
class LockOrderTest extends PlayedAgent {

    private static final String POOL = "order";

    public static class FarmWithoutLoops extends IdleFarm {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> all = new HashMap<>(super.getConfigOverrides());
            all.put("pools." + POOL + ".slots", "3");
            all.put("quarkus.scheduler.enabled", "false");
            return all;
        }
    }

    @Inject
    Attempts attempts;

    @Inject
    Queue queue;

    @Test
    void what_follows_an_attempt_that_ends_while_its_run_is_cancelled_is_cancelled_too() throws Exception {
        long run = run();
        CompletableFuture<Integer> cancelled = QuarkusTransaction.requiringNew().call(() -> {
            attempts.endWithin(
                    attempt,
                    new AttemptState.Ended(
                            Instant.now(), Ending.ERROR, Optional.of(InfraReason.NODE_LOST), "The node is gone."),
                    Optional.empty());
            database.flush();
            CompletableFuture<Integer> cancelling = CompletableFuture.supplyAsync(
                    () -> given().post("/api/v1/runs/" + run + "/cancel").statusCode(), Thread::startVirtualThread);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(this::somebodyWaits);
            return cancelling;
        });
        assertThat(cancelled.get(20, TimeUnit.SECONDS)).isEqualTo(200);
        assertThat(text("select string_agg(a.state, ' ' order by a.number) from attempt a join job j on j.id = a.job_id"
                        + " where j.run_id = " + run))
                .isEqualTo("ERROR CANCELLED");
        assertThat(text("select r.state || ' ' || j.state from run r join job j on j.run_id = r.id where r.id = "
                        + run))
                .isEqualTo("CANCELLED CANCELLED");
    }

    @Test
    void attempts_of_a_run_that_somebody_is_changing_are_not_waited_for_and_claimed_the_next_time() throws Exception {
        long run = run();
        QuarkusTransaction.requiringNew().run(() -> {
            id("update run set state = 'PENDING' where id = " + run + " returning id");
            id("update attempt set state = 'QUEUED', pool = '" + POOL + "' where id = " + attempt + " returning id");
        });
        List<Queue.Claim> meanwhile = QuarkusTransaction.requiringNew().call(() -> {
            id("select id from run where id = " + run + " for no key update");
            return CompletableFuture.supplyAsync(() -> queue.claim(POOL), Thread::startVirtualThread)
                    .get(20, TimeUnit.SECONDS);
        });
        assertThat(meanwhile).isEmpty();
        assertThat(queue.claim(POOL)).extracting(Queue.Claim::attempt).containsExactly(attempt);
        assertThat(given().post("/api/v1/runs/" + run + "/cancel").statusCode()).isEqualTo(200);
    }

    private long run() {
        return count("select j.run_id from job j join attempt a on a.job_id = j.id where a.id = " + attempt);
    }

    private boolean somebodyWaits() {
        return count(
                        "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                > 0;
    }
}
