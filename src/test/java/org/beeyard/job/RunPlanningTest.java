package org.beeyard.job;

import static io.restassured.RestAssured.given;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.sql.Sql;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(IdleFarm.class)
class RunPlanningTest {

    @Inject
    EntityManager database;

    private long stuck;

    /** A defect of the farm's has left no base of it. */
    @BeforeEach
    void stuck() {
        PlayedRuns runs = new PlayedRuns();
        long base = runs.base(runs.tree("stuck"), UUID.randomUUID().toString().replace("-", "") + "00000000");
        stuck = runs.series(base, "bpf: Stuck");
        run("update series set base_id = null, run_wanted = true where id = ?1");
    }

    @AfterEach
    void forget() {
        run("update series set run_wanted = false where id = ?1");
    }

    @Test
    void goes_on_with_the_next_series_when_one_cannot_be_planned() {
        int next = IdleFarm.submitted(IdleFarm.mail("[PATCH test] demo: Behind a stuck one", "one", "behind"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !given().get("/api/v1/series/" + next)
                        .jsonPath()
                        .getList("runs")
                        .isEmpty());
    }

    private void run(String sql) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, sql, stuck).executeUpdate());
    }
}
