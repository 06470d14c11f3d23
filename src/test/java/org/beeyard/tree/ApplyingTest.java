package org.beeyard.tree;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.beeyard.IdleFarm;
import org.beeyard.SteppedClock;
import org.beeyard.series.SeriesIntake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A series of which the farm cannot know whether it applies. */
@QuarkusTest
@TestProfile(AwayFarm.class)
class ApplyingTest {

    private static Duration ahead = Duration.ZERO;

    @Inject
    Applying applying;

    @Inject
    SeriesIntake intake;

    @Inject
    SteppedClock clock;

    @AfterEach
    void now() {
        clock.set(Duration.ZERO);
    }

    @Test
    void waits_for_a_server_however_long_that_is_away() {
        waits(
                IdleFarm.submitted(IdleFarm.mail("[PATCH away] demo: Away", "one", "away")),
                "trees.away cannot be fetched from http://127.0.0.1:1/linux.git: ");
    }

    @Test
    void waits_for_a_tree_that_is_configured_wrongly() {
        waits(
                IdleFarm.submitted(IdleFarm.mail("[PATCH gone] demo: Gone", "one", "gone")),
                "There is no git repository at ");
    }

    /** In the end it is closed: farms of other tests have no such trees, and the same database. */
    private void waits(int series, String why) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> given().get("/api/v1/series/" + series).path("problem") != null);
        for (int i = 0; i < 2 * Retries.MOST; i++) {
            ahead = ahead.plus(Duration.ofMinutes(6));
            clock.set(ahead);
            applying.run();
        }
        given().get("/api/v1/series/" + series)
                .then()
                .body("state", equalTo("READY"))
                .body("problem", startsWith("The farm cannot apply it now, and tries again: " + why));
        QuarkusTransaction.requiringNew().run(() -> intake.close(series, "The test has ended."));
    }
}
