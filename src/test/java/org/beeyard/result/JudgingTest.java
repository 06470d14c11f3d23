package org.beeyard.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.MISSING;
import static org.beeyard.protocol.Outcome.PASS;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.protocol.TestReport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What becomes of a VM that went down once. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class JudgingTest {

    @Inject
    EntityManager database;

    private PlayedRuns runs;
    private long base;

    @BeforeEach
    void a_base_with_a_failure(TestInfo info) {
        runs = new PlayedRuns();
        String name = info.getTestMethod().orElseThrow().getName();
        base = runs.base(runs.tree(name), "a1");
        runs.ofBase(base, test("known", FAIL), test("later", PASS));
    }

    @Test
    void a_rerun_that_came_to_its_end_with_a_known_failure_takes_the_death_back() {
        assertThat(verdict(
                        List.of(test("known", FAIL), test("later", MISSING)),
                        List.of(test("known", FAIL), test("later", PASS))))
                .isEqualTo("WARNING 1 known in 2 tests.");
    }

    @Test
    void a_rerun_that_passed_leaves_a_flaky_death() {
        assertThat(verdict(
                        List.of(test("known", MISSING), test("later", MISSING)),
                        List.of(test("known", PASS), test("later", PASS))))
                .isEqualTo("WARNING 1 flaky, 1 fixed in 2 tests.");
    }

    private String verdict(List<TestReport> first, List<TestReport> again) {
        long run = runs.diedOnce(base, runs.series(base, "goes down once"), first, again);
        return QuarkusTransaction.requiringNew()
                .call(() ->
                        (String) database.createNativeQuery("select state || ' ' || sentence from run where id = ?1")
                                .setParameter(1, run)
                                .getSingleResult());
    }
}
