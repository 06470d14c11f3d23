package org.beeyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.protocol.Outcome;
import org.beeyard.series.Series;
import org.beeyard.sql.Sql;
import org.beeyard.tree.CommitId;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(IdleFarm.class)
class BisectStepsTest {

    @Inject
    EntityManager database;

    @Inject
    BisectSteps steps;

    @Test
    void a_commit_before_a_base_is_built_on_what_the_bases_build_has_made() {
        PlayedRuns runs = new PlayedRuns();
        long run = runs.ofBase(
                runs.base(runs.tree("steps " + UUID.randomUUID()), "57e9".repeat(10)),
                PlayedRuns.test("falls", Outcome.PASS));
        runs.needsBuild(run);
        Run.Part part = new Run.Part(
                new Run.Tried.Commit(new CommitId("c".repeat(40))), new Series.Delta("d".repeat(64), 1), List.of());
        long step = QuarkusTransaction.requiringNew().call(() -> steps.plan(test(run), part, List.of("falls")));
        List<String> needs = QuarkusTransaction.requiringNew()
                .call(() -> Sql.rows(database, """
                        select j.name || ' needs ' || n.name || case when n.run_id = ?2 then ' of the base' else '' end
                          from job j join job_need d on d.job_id = j.id join job n on n.id = d.needs_id where j.run_id = ?1 order by j.id
                        """, step, run).stream()
                        .map(row -> (String) row[0])
                        .toList());
        assertThat(needs)
                .containsExactly(
                        "build x86_64 gcc needs build x86_64 gcc of the base",
                        "test_progs x86_64 gcc needs build x86_64 gcc");
        QuarkusTransaction.requiringNew()
                .run(() -> Cancellation.cancel(
                        database, database.find(Run.class, step), "the test has ended", java.time.Instant.now()));
    }

    private Job test(long run) {
        return database.createQuery("from Job where run.id = ?1 and kind = TEST", Job.class)
                .setParameter(1, run)
                .getSingleResult();
    }
}
