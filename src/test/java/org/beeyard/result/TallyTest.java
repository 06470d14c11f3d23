package org.beeyard.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.subtest;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.MISSING;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.protocol.Outcome.SKIP;
import static org.beeyard.protocol.Outcome.UNFIT;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.job.Attempt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@QuarkusTest
@TestProfile(IdleFarm.class)
class TallyTest {

    @Inject
    EntityManager database;

    @Inject
    Results results;

    private PlayedRuns runs;
    private long tree;

    @BeforeEach
    void begin(TestInfo info) {
        runs = new PlayedRuns();
        tree = runs.tree(info.getTestMethod().orElseThrow().getName());
    }

    @Test
    void counts_what_a_base_gave_on_its_day() {
        runs.ofBase(
                runs.base(tree, "a1"),
                test("good", PASS),
                test("bad", FAIL),
                test("left_out", SKIP),
                subtest("good", "part", PASS));
        assertThat(days("good")).isEqualTo("pass 1 fail 0 skip 0 flaky 0 patched 0/0");
        assertThat(days("bad")).isEqualTo("pass 0 fail 1 skip 0 flaky 0 patched 0/0");
        assertThat(days("left_out")).isEqualTo("pass 0 fail 0 skip 1 flaky 0 patched 0/0");
    }

    @Test
    void counts_the_bases_of_a_day_together() {
        runs.ofBase(runs.base(tree, "a1"), test("good", PASS));
        runs.ofBase(runs.base(tree, "a2"), test("good", PASS));
        assertThat(days("good")).isEqualTo("pass 2 fail 0 skip 0 flaky 0 patched 0/0");
    }

    @Test
    void counts_a_test_that_the_rerun_passes_as_flaky_and_not_as_failed() {
        runs.ofBase(runs.base(tree, "a1"), List.of(test("moody", FAIL)), List.of(test("moody", PASS)));
        assertThat(days("moody")).isEqualTo("pass 1 fail 0 skip 0 flaky 1 patched 0/0");
        assertThat(standing("moody")).isEqualTo("PASS for 1 since a1");
    }

    @Test
    void counts_a_base_that_gives_another_outcome_than_before_as_flaky() {
        long base = runs.base(tree, "a1");
        runs.ofBase(base, test("moody", PASS));
        runs.ofBase(base, test("moody", FAIL));
        assertThat(days("moody")).isEqualTo("pass 1 fail 1 skip 0 flaky 1 patched 0/0");
    }

    @Test
    void a_test_that_a_death_cost_and_the_rerun_passed_has_passed() {
        runs.ofBase(
                runs.base(tree, "a1"),
                List.of(test("deadly", FAIL), test("lost", MISSING)),
                List.of(test("deadly", PASS), test("lost", PASS)));
        assertThat(days("lost")).isEqualTo("pass 1 fail 0 skip 0 flaky 0 patched 0/0");
        assertThat(days("deadly")).isEqualTo("pass 1 fail 0 skip 0 flaky 1 patched 0/0");
        assertThat(standing("lost")).isEqualTo("PASS for 1 since a1");
    }

    @Test
    void a_test_that_a_death_cost_stands_as_it_stood() {
        long base = runs.base(tree, "a1");
        runs.ofBase(base, test("lost", PASS));
        runs.ofBase(base, test("lost", MISSING));
        runs.ofBase(runs.base(tree, "a2"), List.of(test("lost", MISSING)), List.of(test("lost", MISSING)));
        assertThat(days("lost")).isEqualTo("pass 1 fail 0 skip 0 flaky 0 patched 0/0");
        assertThat(standing("lost")).isEqualTo("PASS for 1 since a1");
    }

    @Test
    void does_not_call_a_test_flaky_that_changed_with_the_base() {
        runs.ofBase(runs.base(tree, "a1"), test("broken", PASS));
        runs.ofBase(runs.base(tree, "a2"), test("broken", FAIL));
        assertThat(days("broken")).isEqualTo("pass 1 fail 1 skip 0 flaky 0 patched 0/0");
    }

    @Test
    void counts_runs_with_series_apart() {
        long base = runs.base(tree, "a1");
        runs.ofBase(base, test("broken", PASS));
        runs.ofSeries(
                base, runs.series(base, "breaks it"), List.of(test("broken", FAIL)), List.of(test("broken", FAIL)));
        assertThat(days("broken")).isEqualTo("pass 1 fail 0 skip 0 flaky 0 patched 1/1");
        assertThat(standing("broken")).isEqualTo("PASS for 1 since a1");
    }

    @Test
    void keeps_since_which_base_a_test_is_broken_and_on_which_it_was_not() {
        runs.ofBase(runs.base(tree, "a1"), test("broken", PASS));
        runs.ofBase(runs.base(tree, "a2"), test("broken", PASS));
        assertThat(standing("broken")).isEqualTo("PASS for 2 since a1");
        runs.ofBase(runs.base(tree, "a3"), test("broken", FAIL));
        runs.ofBase(runs.base(tree, "a4"), test("broken", FAIL));
        assertThat(standing("broken")).isEqualTo("FAIL for 2 since a3, PASS on a2");
    }

    @Test
    void keeps_what_a_test_gave_before_which_need_not_be_good_or_bad() {
        runs.ofBase(runs.base(tree, "a1"), test("left_out", PASS), test("newer", UNFIT), test("lost", PASS));
        runs.ofBase(runs.base(tree, "a2"), test("left_out", SKIP), test("newer", FAIL), test("lost", FAIL));
        assertThat(standing("left_out")).isEqualTo("SKIP for 1 since a2, PASS on a1");
        runs.ofBase(runs.base(tree, "a3"), test("left_out", FAIL), test("newer", FAIL), test("lost", SKIP));
        runs.ofBase(runs.base(tree, "a4"), test("left_out", FAIL), test("newer", PASS), test("lost", PASS));
        assertThat(standing("left_out")).isEqualTo("FAIL for 2 since a3, SKIP on a2");
        assertThat(standing("newer")).isEqualTo("PASS for 1 since a4, FAIL on a3");
        assertThat(standing("lost")).isEqualTo("PASS for 1 since a4, SKIP on a3");
    }

    @Test
    void keeps_that_a_test_did_not_fit_before() {
        runs.ofBase(runs.base(tree, "a1"), test("newer", UNFIT));
        runs.ofBase(runs.base(tree, "a2"), test("newer", FAIL));
        assertThat(standing("newer")).isEqualTo("FAIL for 1 since a2, UNFIT on a1");
    }

    @Test
    void learns_nothing_of_the_tree_from_an_old_base_that_runs_again() {
        long old = runs.base(tree, "a1");
        runs.ofBase(old, test("mended", FAIL));
        runs.ofBase(runs.base(tree, "a2"), test("mended", PASS));
        runs.ofBase(old, test("mended", FAIL));
        assertThat(standing("mended")).isEqualTo("PASS for 1 since a2, FAIL on a1");
    }

    @Test
    void counts_what_does_not_fit_by_itself() {
        runs.ofBase(runs.base(tree, "a1"), test("newer", UNFIT));
        assertThat(days("newer")).isEqualTo("pass 0 fail 0 skip 0 flaky 0 patched 0/0 unfit 1");
        assertThat(standing("newer")).isEqualTo("UNFIT for 1 since a1");
        assertThat(state("a1")).isEqualTo("PASSED No failures, 1 unfit for the kernel in 1 test.");
    }

    @Test
    void a_test_that_fitted_an_older_base_fails_where_it_fits_no_more_however_often() {
        runs.ofBase(runs.base(tree, "a1"), test("kfunc", PASS));
        runs.ofBase(runs.base(tree, "a2"), test("kfunc", UNFIT));
        runs.ofBase(runs.base(tree, "a3"), test("kfunc", UNFIT));
        assertThat(state("a2")).isEqualTo("FAILED 1 failing in 1 test.");
        assertThat(state("a3")).isEqualTo("FAILED 1 failing in 1 test.");
        assertThat(days("kfunc")).isEqualTo("pass 1 fail 2 skip 0 flaky 0 patched 0/0");
        assertThat(standing("kfunc")).isEqualTo("FAIL for 2 since a2, PASS on a1");
    }

    @Test
    void what_never_fitted_is_not_run_again_and_what_did_is() {
        long attempt = attempt(runs.ofBase(runs.base(tree, "a1"), test("kfunc", PASS), test("newer", UNFIT)));
        assertThat(doubtful(attempt)).isEmpty();
        attempt = attempt(runs.ofBase(runs.base(tree, "a2"), test("kfunc", UNFIT), test("newer", UNFIT)));
        assertThat(doubtful(attempt)).containsExactly("kfunc");
    }

    @Test
    void of_what_comes_in_two_batches_the_worse_holds() {
        long attempt = attempt(runs.ofBase(
                runs.base(tree, "a1"),
                test("worse", PASS),
                test("unfit", SKIP),
                test("better", UNFIT),
                test("bad", FAIL)));
        assertThat(QuarkusTransaction.requiringNew().call(() -> {
                    results.store(
                            database.find(Attempt.class, attempt),
                            List.of(
                                    test("worse", UNFIT),
                                    test("unfit", UNFIT),
                                    test("better", PASS),
                                    test("bad", UNFIT)));
                    return database.createNativeQuery(
                                    "select t.test || ' ' || r.status from test_result r join test t on t.id = r.test_id where r.attempt_id = ?1 order by 1",
                                    String.class)
                            .setParameter(1, attempt)
                            .getResultList();
                }))
                .isEqualTo(List.of("bad 4", "better -1", "unfit -1", "worse -1"));
    }

    private long attempt(long run) {
        return ((Number) database.createNativeQuery(
                                "select a.id from attempt a join job j on j.id = a.job_id where j.run_id = ?1")
                        .setParameter(1, run)
                        .getSingleResult())
                .longValue();
    }

    private List<String> doubtful(long attempt) {
        return QuarkusTransaction.requiringNew().call(() -> results.doubtful(attempt));
    }

    private String state(String commit) {
        return one(
                "select r.state || ' ' || r.sentence from run r join base b on b.id = r.base_id where b.tree_id = ?1 and b.commit_id = ?2",
                commit);
    }

    private String days(String test) {
        return one("""
                select 'pass ' || sum(pass) || ' fail ' || sum(fail) || ' skip ' || sum(skip) || ' flaky ' || sum(flaky)
                       || ' patched ' || sum(patched_fail) || '/' || sum(patched) || case when sum(unfit) > 0 then ' unfit ' || sum(unfit) else '' end
                  from test_daily d join test t on t.id = d.test_id where d.tree_id = ?1 and t.test = ?2 and t.subtest = ''
                """, test);
    }

    private String standing(String test) {
        return one("""
                select case s.outcome when 0 then 'PASS' when 1 then 'SKIP' when -1 then 'UNFIT' else 'FAIL' end || ' for ' || s.runs || ' since ' || b.commit_id
                       || coalesce(', ' || case s.before_outcome when 0 then 'PASS' when 1 then 'SKIP' when -1 then 'UNFIT' else 'FAIL' end || ' on ' || p.commit_id, '')
                  from test_standing s join test t on t.id = s.test_id join base b on b.id = s.since_base left join base p on p.id = s.before_base
                 where s.tree_id = ?1 and t.test = ?2 and t.subtest = ''
                """, test);
    }

    private String one(String sql, String test) {
        return (String) database.createNativeQuery(sql)
                .setParameter(1, tree)
                .setParameter(2, test)
                .getSingleResult();
    }
}
