package org.beeyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.PlayedSeries;
import org.beeyard.people.Audit;
import org.beeyard.sql.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose errors stop a pool, when they are many. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class PoolPausesTest {

    /** Long after all that other tests have left. */
    private static final Instant NOW = Instant.parse("2100-01-01T00:00:00Z");

    private record Often(int percent, Duration window, int least) implements PausingConfig {}

    @Inject
    EntityManager database;

    @Inject
    Pools pools;

    @Inject
    Audit audit;

    private PlayedRuns runs;
    private long base;

    @BeforeEach
    void base() {
        runs = new PlayedRuns();
        base = runs.base(runs.tree("pausing"), UUID.randomUUID().toString().replace("-", "") + "00000000");
        forget();
    }

    @AfterEach
    void forget() {
        change("delete from pool_pause where pool = 'none'");
        change("delete from attempt where finished_at = ?1", NOW);
        change(
                "update job set state = 'CANCELLED' where state = 'QUEUED' and run_id in (select r.id from run r join base b on b.id = r.base_id join tree t on t.id = b.tree_id where t.name = 'pausing')");
        change(
                "update run set state = 'CANCELLED', finished_at = now() where state = 'RUNNING' and base_id in (select b.id from base b join tree t on t.id = b.tree_id where t.name = 'pausing')");
    }

    @Test
    void a_series_that_makes_its_attempts_fail_stops_nobody_else_in_any_of_its_versions() {
        long series = runs.series(base, "bpf: Greedy");
        ended("ERROR", 12, runs.queued(base, series));
        ended("ERROR", 12, runs.queued(base, new PlayedSeries().nextVersion(series)));
        ended("PASSED", 12, runs.queued(base, runs.series(base, "bpf: Harmless")));
        assertThat(reasons()).isEmpty();
    }

    @Test
    void errors_of_two_series_are_their_places() {
        ended("ERROR", 11, runs.queued(base, runs.series(base, "bpf: One")));
        ended("ERROR", 1, runs.queued(base, runs.series(base, "bpf: Other")));
        assertThat(reasons())
                .containsExactly(
                        "12 of the last 12 attempts ended in infrastructure errors, the newest: The node is gone.");
    }

    @Test
    void an_error_without_a_patch_is_its_places() {
        ended("ERROR", 11, runs.queued(base, runs.series(base, "bpf: Unlucky")));
        long alone = runs.queued(base, runs.series(base, "bpf: None"));
        change("update run set kind = 'BASE', series_id = null where id = ?1", alone);
        ended("ERROR", 1, alone);
        assertThat(reasons()).hasSize(1);
    }

    @Test
    void few_errors_among_many_attempts_stop_nothing() {
        ended("ERROR", 1, runs.queued(base, runs.series(base, "bpf: One")));
        ended("ERROR", 1, runs.queued(base, runs.series(base, "bpf: Other")));
        ended("PASSED", 8, runs.queued(base, runs.series(base, "bpf: Third")));
        assertThat(reasons()).isEmpty();
    }

    /** So many attempts of the run's one job. */
    private void ended(String state, int times, long run) {
        change(
                "insert into attempt (job_id, number, purpose, pool, state, fence, sentence, created_at, not_before, finished_at)"
                        + " select j.id, n, 'FIRST', 'none', ?2, 0, 'The node is gone.', now(), now(), ?4 from job j, generate_series(1, ?3) n where j.run_id = ?1",
                run,
                state,
                times,
                NOW);
    }

    /** Why the pool is paused after a look. */
    private List<String> reasons() {
        new PoolPauses(
                        database,
                        new Often(20, Duration.ofMinutes(10), 10),
                        pools,
                        audit,
                        Clock.fixed(NOW.plusSeconds(1), ZoneOffset.UTC))
                .run();
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "select reason from pool_pause where pool = 'none' and since is not null", String.class)
                        .getResultList());
    }

    private void change(String sql, Object... parameters) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, sql, parameters).executeUpdate());
    }
}
