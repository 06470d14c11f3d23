package org.beeyard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.beeyard.job.Attempts;
import org.beeyard.job.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who gets a free slot, what a claim is worth when another has been made, and how long it has to start. */
@QuarkusTest
@TestProfile(LockOrderTest.FarmWithoutLoops.class)
class QueueTest {

    private static final Duration START = Duration.ofMinutes(5);

    @Inject
    EntityManager database;

    @Inject
    Queue queue;

    @Inject
    Attempts attempts;

    private long base;

    @BeforeEach
    void base() {
        PlayedRuns runs = new PlayedRuns();
        String commit = Long.toHexString(System.nanoTime());
        base = runs.base(runs.tree("queue"), commit + "0".repeat(40 - commit.length()));
    }

    /** Nothing that other tests find in the pool. */
    @AfterEach
    void leave() {
        write("update attempt set state = 'CANCELLED', finished_at = now() where pool = 'order'");
    }

    @Test
    void a_change_with_many_jobs_leaves_others_their_share_of_slots_that_get_free_one_by_one() {
        long many = run(4);
        long few = run(2);
        List<Queue.Claim> first = queue.claim("order");
        assertThat(first).extracting(Queue.Claim::run).containsExactlyInAnyOrder(many, many, few);
        ended(first.stream().filter(claim -> claim.run() == few).findFirst().orElseThrow());
        assertThat(queue.claim("order")).extracting(Queue.Claim::run).containsExactly(few);
    }

    @Test
    void who_slept_over_a_claim_that_was_renewed_cannot_put_the_attempt_back() {
        run(1);
        Queue.Claim stale = queue.claim("order").getFirst();
        Queue.Claim fresh =
                queue.reclaim(stale.attempt(), instant("started_at", stale)).orElseThrow();
        assertThat(queue.holds(stale)).isFalse();
        assertThat(queue.holds(fresh)).isTrue();
        queue.putBack(stale, "no room", Duration.ofMinutes(1));
        assertThat(queue.holds(fresh)).isTrue();
    }

    @Test
    void a_job_whose_attempt_goes_back_waits_again() {
        long run = run(1);
        Queue.Claim claim = queue.claim("order").getFirst();
        assertThat(state(run)).isEqualTo("RUNNING");
        queue.putBack(claim, "no room", Duration.ofMinutes(1));
        assertThat(state(run)).isEqualTo("QUEUED");
    }

    @Test
    void what_another_queue_lets_in_has_all_of_its_time_to_start() {
        run(1);
        Queue.Claim claim = queue.claim("order").getFirst();
        hold(claim);
        write("update attempt set deadline = deadline - interval '20 seconds' where id = " + claim.attempt());
        Instant let = Instant.now();
        hold(claim);
        assertThat(instant("deadline", claim)).isAfterOrEqualTo(let.plus(START));
    }

    @Test
    void what_another_queue_holds_is_not_written_at_each_look() {
        run(1);
        Queue.Claim claim = queue.claim("order").getFirst();
        hold(claim);
        Instant deadline = instant("deadline", claim);
        hold(claim);
        assertThat(instant("deadline", claim)).isEqualTo(deadline);
    }

    private void hold(Queue.Claim claim) {
        attempts.hold(claim.attempt(), "waiting: The Job is suspended.", START);
    }

    /** Of a series of its own. */
    private long run(int jobs) {
        PlayedRuns runs = new PlayedRuns();
        long run = runs.queued(base, runs.series(base, "queue: " + System.nanoTime()));
        write(
                "insert into job (run_id, name, kind, arch, compiler, suite, pool, kernel_config, tests, deny, state, since)"
                        + " select run_id, name || ' ' || n, kind, arch, compiler, suite, pool, kernel_config, tests, deny, state, since from job, generate_series(2, "
                        + jobs + ") n where run_id = " + run);
        write("insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before)"
                + " select id, 1, 'FIRST', 'order', 'QUEUED', 0, now(), now() - interval '1 minute' from job where run_id = "
                + run);
        return run;
    }

    private void ended(Queue.Claim claim) {
        write("update attempt set state = 'PASSED', finished_at = now() where id = " + claim.attempt());
    }

    private Instant instant(String column, Queue.Claim claim) {
        return QuarkusTransaction.requiringNew()
                .call(() -> (Instant)
                        database.createNativeQuery("select " + column + " from attempt where id = ?1", Instant.class)
                                .setParameter(1, claim.attempt())
                                .getSingleResult());
    }

    private String state(long run) {
        return QuarkusTransaction.requiringNew()
                .call(() -> (String) database.createNativeQuery("select state from job where run_id = ?1")
                        .setParameter(1, run)
                        .getSingleResult());
    }

    private void write(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }
}
