package org.beeyard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.beeyard.job.AttemptState;
import org.beeyard.job.Attempts;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.junit.jupiter.api.Test;

/** Attempts that a queue stops and lets in again. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class PreemptionTest extends PlayedAgent {

    @Inject
    Attempts attempts;

    @Test
    void a_second_pod_is_sent_away_and_the_attempt_ends_as_preempted() {
        assertThat(start("node2/pod2")).isEqualTo(410);
        assertThat(text("select state || ' ' || reason || ': ' || sentence from attempt where id = " + attempt))
                .isEqualTo(
                        "ERROR PREEMPTED: The attempt was preempted and begun again, on node2/pod2; a new attempt keeps"
                                + " the results of the two apart.");
    }

    @Test
    void an_agent_that_tells_its_start_twice_is_acknowledged() {
        assertThat(start("h")).isEqualTo(204);
        assertThat(text("select state from attempt where id = " + attempt)).isEqualTo("RUNNING");
    }

    @Test
    void being_preempted_uses_up_none_of_a_jobs_tries() {
        long job = job();
        for (int number = 1; number <= 4; number++) {
            ends(job, number, InfraReason.PREEMPTED);
        }
        for (int number = 5; number <= 7; number++) {
            ends(job, number, InfraReason.NODE_LOST);
        }
        assertThat(state(job)).isEqualTo("QUEUED");
        ends(job, 8, InfraReason.NODE_LOST);
        assertThat(state(job)).isEqualTo("ERROR");
    }

    @Test
    void a_job_that_is_preempted_again_and_again_ends_at_last() {
        long job = job();
        for (int number = 1; number <= 20; number++) {
            ends(job, number, InfraReason.PREEMPTED);
        }
        assertThat(state(job)).isEqualTo("QUEUED");
        ends(job, 21, InfraReason.PREEMPTED);
        assertThat(state(job)).isEqualTo("ERROR");
    }

    private int start(String host) {
        return agent().body(
                        "{\"protocol\":1,\"host\":\"" + host + "\",\"cpus\":2,\"memoryBytes\":1,\"diskFreeBytes\":1}")
                .contentType("application/json")
                .post("/attempt-api/v1/start")
                .getStatusCode();
    }

    private void ends(long job, int number, InfraReason reason) {
        attempts.end(
                count("select id from attempt where job_id = " + job + " and number = " + number),
                new AttemptState.Ended(Instant.now(), Ending.ERROR, Optional.of(reason), "It is gone."));
    }

    private String state(long job) {
        return text("select state from job where id = " + job);
    }
}
