package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.beeyard.job.Attempt;
import org.beeyard.job.AttemptState;
import org.beeyard.job.Attempts;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.beeyard.result.Results;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A suite that several VMs run at once, and what becomes of its job. */
@QuarkusTest
@TestProfile(ShardedRunIT.WideFarm.class)
class ShardedRunIT {

    /** Its pool has slots and is paused, so that nothing runs. */
    public static class WideFarm extends IdleFarm {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            config.remove("pools.none.slots");
            config.put("trees.wide.source", config.get("trees.test.source")); // whose history no other test writes
            config.put("pools.wide.slots", "3");
            config.put("pools.wide.shard-time", "10s");
            return config;
        }
    }

    private static int named;

    @Inject
    EntityManager database;

    @Inject
    Attempts attempts;

    @Inject
    Results results;

    private long run;
    private long job;

    /** Its base has run four tests, one of which took as long as the others together. */
    @BeforeEach
    void a_series_whose_suite_is_split() {
        update("insert into pool_pause (pool, since, reason) values ('wide', now(), 'a test') on conflict do nothing");
        String name = "split " + ++named;
        int series = IdleFarm.submitted(IdleFarm.mail("[PATCH wide] demo: " + name, "one", name));
        soon().until(() ->
                !texts("select kind from run where series_id = " + series).isEmpty());
        long base = number(
                "select max(id) from run where kind = 'BASE' and base_id = (select base_id from series where id = "
                        + series + ")");
        run = number("select max(id) from run where series_id = " + series);
        if (state(base, "test_progs").equals("BLOCKED")) {
            soon().until(() -> state(base, "build").equals("QUEUED"));
            end(base, "build", 1, Ending.PASSED);
            soon().until(() -> state(base, "test_progs").equals("QUEUED"));
            report(base, 1, Map.of("long", 60_000, "b", 30_000, "c", 20_000, "d", 10_000));
            end(base, "test_progs", 1, Ending.PASSED);
        }
        soon().until(() -> state(run, "build").equals("QUEUED"));
        end(run, "build", 1, Ending.PASSED);
        soon().until(() -> state(run, "test_progs").equals("QUEUED"));
        job = number("select id from job where suite = 'test_progs' and run_id = " + run);
    }

    /** Only what the base's tests took counts in the next test, and all slots are free. */
    @AfterEach
    void forgotten() {
        update(
                "update attempt set state = 'CANCELLED', finished_at = now(), fence = fence + 1 where finished_at is null and job_id = "
                        + job);
        update("update job set state = 'CANCELLED' where id = " + job);
    }

    @Test
    void it_is_split_by_what_its_tests_took_and_no_finer_than_helps() {
        assertThat(shares()).containsExactly("1/2 b,c,d", "2/2 b,c,d");
    }

    @Test
    void it_is_not_split_by_what_tests_took_in_a_vm_that_died() {
        report(run, 1, Map.of("long", 60_000));
        update("update attempt set died = true where number = 1 and job_id = " + job);
        end(run, "test_progs", 1, Ending.FAILED);
        end(run, "test_progs", 2, Ending.FAILED);
        a_series_whose_suite_is_split();
        assertThat(shares()).containsExactly("1/2 b,c,d", "2/2 b,c,d");
    }

    private List<String> shares() {
        return texts("select shard || '/' || shards || ' ' || array_to_string(share, ',') from attempt where job_id = "
                + job + " order by number");
    }

    @Test
    void the_job_ends_with_its_last_vm_and_is_no_better_than_the_worst() {
        report(run, 1, Map.of("long", 60_000));
        end(run, "test_progs", 1, Ending.PASSED);
        assertThat(state(run, "test_progs")).isEqualTo("QUEUED");
        end(run, "test_progs", 2, Ending.TIMED_OUT);
        assertThat(state(run, "test_progs")).isEqualTo("TIMED_OUT");
        assertThat(texts("select sentence from job where id = " + job))
                .containsExactly("In 2 VMs: PASSED 1. TIMED_OUT 2.");
    }

    @Test
    void the_results_are_those_of_one_run() {
        report(run, 1, Map.of("long", 60_000));
        report(run, 2, Map.of("b", 30_000, "c", 20_000, "d", 10_000));
        end(run, "test_progs", 1, Ending.PASSED);
        end(run, "test_progs", 2, Ending.PASSED);
        soon().until(() -> texts("select state from run where id = " + run).equals(List.of("PASSED")));
        assertThat(texts("select sentence from run where id = " + run)).containsExactly("No failures in 4 tests.");
        assertThat(given().get("/runs/" + run).jsonPath().getInt("jobs[1].passed"))
                .isEqualTo(4);
        assertThat(given().accept("text/html").get("/jobs/" + job).asString()).contains("VM 1 of 2", "VM 2 of 2");
    }

    @Test
    void what_fails_in_one_vm_is_tried_again_while_the_other_runs() {
        attempts(2, Ending.FAILED, Optional.empty(), Optional.of(List.of("c")));
        assertThat(texts(
                        "select number || ' ' || purpose || ' ' || shard || ' ' || only_tests[1] from attempt where number > 2 and job_id = "
                                + job))
                .containsExactly("3 CONFIRM 2 c");
        end(run, "test_progs", 3, Ending.PASSED);
        assertThat(state(run, "test_progs")).isEqualTo("QUEUED");
        end(run, "test_progs", 1, Ending.PASSED);
        assertThat(state(run, "test_progs")).isEqualTo("PASSED");
        assertThat(texts("select sentence from job where id = " + job))
                .containsExactly("In 2 VMs: PASSED 1. Passed when run again in a fresh VM; at first: FAILED 2.");
    }

    @Test
    void a_vm_that_dies_is_tried_again_with_its_share() {
        attempts(2, Ending.TIMED_OUT, Optional.empty(), Optional.of(List.of()));
        assertThat(texts(
                        "select purpose || ' ' || shard || ' ' || array_to_string(share, ',') || coalesce(' only ' || only_tests[1], '') from attempt where number = 3 and job_id = "
                                + job))
                .containsExactly("CONFIRM 2 b,c,d");
    }

    @Test
    void a_vm_that_says_nothing_is_started_again_with_its_share_and_without_it_nothing_is_known() {
        for (int number : List.of(2, 3, 4, 5)) {
            assertThat(texts("select shard || ' ' || array_to_string(share, ',') from attempt where job_id = " + job
                            + " and number = " + number))
                    .containsExactly("2 b,c,d");
            attempts(number, Ending.ERROR, Optional.of(InfraReason.HEARTBEAT_LOST), Optional.empty());
        }
        assertThat(number("select max(number) from attempt where job_id = " + job))
                .isEqualTo(5);
        end(run, "test_progs", 1, Ending.FAILED);
        assertThat(state(run, "test_progs")).isEqualTo("ERROR");
    }

    // ---- what agents and executors do

    private void end(long run, String suite, int number, Ending ending) {
        attempts.end(attempt(run, suite, number), ended(number, ending, Optional.empty()));
    }

    private void attempts(int number, Ending ending, Optional<InfraReason> reason, Optional<List<String>> again) {
        QuarkusTransaction.requiringNew()
                .run(() ->
                        attempts.endWithin(attempt(run, "test_progs", number), ended(number, ending, reason), again));
    }

    private static AttemptState.Ended ended(int number, Ending ending, Optional<InfraReason> reason) {
        return new AttemptState.Ended(Instant.now(), ending, reason, ending + " " + number + ".");
    }

    private void report(long run, int number, Map<String, Integer> millis) {
        QuarkusTransaction.requiringNew().run(() -> {
            Attempt attempt = database.find(Attempt.class, attempt(run, "test_progs", number));
            results.store(
                    attempt,
                    millis.entrySet().stream()
                            .map(test -> new TestReport(test.getKey(), null, Outcome.PASS, test.getValue(), null))
                            .toList());
            results.label(attempt, "kvm");
        });
    }

    private long attempt(long run, String suite, int number) {
        return number("select a.id from attempt a join job j on j.id = a.job_id where j.run_id = " + run
                + " and j.name like '" + suite + " %' and a.number = " + number);
    }

    private String state(long run, String suite) {
        return texts("select state from job where run_id = " + run + " and name like '" + suite + " %'")
                .getFirst();
    }

    private void update(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(sql).executeUpdate());
    }

    private long number(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> ((Number) database.createNativeQuery(sql).getSingleResult()).longValue());
    }

    private List<String> texts(String sql) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(sql, String.class).getResultList());
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200));
    }
}
