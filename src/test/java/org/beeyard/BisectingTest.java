package org.beeyard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.subtest;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.beeyard.protocol.TestReport;
import org.beeyard.sql.Sql;
import org.junit.jupiter.api.Test;

/** What the farm does when a series of several patches fails what its base passed. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class BisectingTest {

    @Inject
    EntityManager database;

    private final PlannedRuns runs = new PlannedRuns();

    @Test
    void the_first_patches_are_run_alone_until_one_is_to_blame() {
        String falls = "falls " + UUID.randomUUID();
        long run = series(falls);
        answers(run, test(falls, FAIL));
        answers(step(run, 1), test(falls, PASS));
        answers(step(run, 2), test(falls, FAIL));
        assertThat(found(run)).isEqualTo("Patch 2 (" + falls + " 2) is to blame.");
    }

    @Test
    void a_test_that_a_later_patch_adds_does_not_fail_before_it_is_there() {
        String fresh = "fresh " + UUID.randomUUID();
        long run = series(fresh);
        answers(run, test(fresh, FAIL));
        answers(step(run, 1));
        answers(step(run, 2));
        assertThat(found(run)).isEqualTo("Patch 3 (" + fresh + " 3) is to blame.");
    }

    @Test
    void the_whole_test_is_run_when_only_a_subtest_is_broken_anew() {
        String title = "subtest " + UUID.randomUUID();
        long run = series(title);
        answers(run, test("ever broken", FAIL), subtest("ever broken", "late", FAIL));
        long first = step(run, 1);
        assertThat(rows("select array_to_string(only_tests, ', ') from job where run_id = ?1 and kind = 'TEST'", first))
                .containsExactly("ever broken");
        answers(first, test("ever broken", FAIL), subtest("ever broken", "late", PASS));
        answers(step(run, 2), test("ever broken", FAIL), subtest("ever broken", "late", PASS));
        assertThat(found(run)).isEqualTo("Patch 3 (" + title + " 3) is to blame.");
    }

    /** The run of one of three patches, on a base of which one test is broken. */
    private long series(String title) {
        int series = IdleFarm.submitted(
                patch(title, 1, "one", "two") + patch(title, 2, "two", "three") + patch(title, 3, "three", "four"));
        soon().until(() -> runsOf(series).size() == 1);
        rows(
                        "select cast(id as text) from run where base_id = ?1 and kind = 'BASE' and finished_at is null",
                        runs.newestBase("halved"))
                .forEach(base ->
                        answers(Long.parseLong(base), test("ever broken", FAIL), subtest("ever broken", "late", PASS)));
        return runsOf(series).getFirst();
    }

    private String found(long run) {
        String sql = "select sentence from bisection where run_id = ?1 and state = 'FOUND'";
        soon().until(() -> rows(sql, run).size() == 1);
        return rows(sql, run).getFirst();
    }

    /** The run of the first patches, when it is there. */
    private long step(long run, int patches) {
        String sql =
                "select cast(s.id as text) from bisection b join run s on s.id = b.step_run where b.run_id = ?1 and s.patches = ?2";
        soon().until(() -> rows(sql, run, patches).size() == 1);
        return Long.parseLong(rows(sql, run, patches).getFirst());
    }

    private void answers(long run, TestReport... reports) {
        soon().until(() -> rows(
                                "select a.state from attempt a join job j on j.id = a.job_id where j.run_id = ?1 and j.kind = 'BUILD'",
                                run)
                        .size()
                == 1);
        QuarkusTransaction.requiringNew().run(() -> {
            Sql.query(
                            database,
                            "update attempt set state = 'PASSED', finished_at = now(), fence = fence + 1 where finished_at is null and job_id in (select id from job where run_id = ?1 and kind = 'BUILD')",
                            run)
                    .executeUpdate();
            Sql.query(
                            database,
                            "update job set state = 'PASSED', sentence = 'Ended.' where run_id = ?1 and kind = 'BUILD'",
                            run)
                    .executeUpdate();
        });
        runs.answers(run, reports);
    }

    private static String patch(String title, int number, String from, String to) {
        return IdleFarm.mail("[PATCH halved " + number + "/3] " + title + " " + number, from, to)
                .replaceFirst("From: ", "From 0123456789 Mon Sep 17 00:00:00 2001\nFrom: ");
    }

    private List<Long> runsOf(int series) {
        return rows("select cast(id as text) from run where series_id = ?1 and kind = 'SERIES'", (long) series).stream()
                .map(Long::valueOf)
                .toList();
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }

    private List<String> rows(String sql, Object... parameters) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Sql.rows(database, sql, parameters).stream()
                        .map(row -> (String) row[0])
                        .toList());
    }
}
