package org.beeyard.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.subtest;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.protocol.Outcome.SKIP;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@QuarkusTest
@TestProfile(IdleFarm.class)
class TallyTest {

    @Inject
    EntityManager database;

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
        assertThat(standing("broken")).isEqualTo("FAIL for 2 since a3, otherwise on a2");
    }

    @Test
    void learns_nothing_of_the_tree_from_an_old_base_that_runs_again() {
        long old = runs.base(tree, "a1");
        runs.ofBase(old, test("mended", FAIL));
        runs.ofBase(runs.base(tree, "a2"), test("mended", PASS));
        runs.ofBase(old, test("mended", FAIL));
        assertThat(standing("mended")).isEqualTo("PASS for 1 since a2, otherwise on a1");
    }

    private String days(String test) {
        return one("""
                select 'pass ' || sum(pass) || ' fail ' || sum(fail) || ' skip ' || sum(skip) || ' flaky ' || sum(flaky)
                       || ' patched ' || sum(patched_fail) || '/' || sum(patched)
                  from test_daily d join test t on t.id = d.test_id where d.tree_id = ?1 and t.test = ?2 and t.subtest = ''
                """, test);
    }

    private String standing(String test) {
        return one("""
                select case s.outcome when 0 then 'PASS' else 'FAIL' end || ' for ' || s.runs || ' since ' || b.commit_id || coalesce(', otherwise on ' || p.commit_id, '')
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
