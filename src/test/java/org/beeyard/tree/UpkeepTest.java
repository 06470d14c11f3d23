package org.beeyard.tree;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.beeyard.IdleFarm;
import org.junit.jupiter.api.Test;

/** The commits of series in the store of git objects. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class UpkeepTest {

    @Inject
    Upkeep upkeep;

    @Inject
    KernelTrees trees;

    @Inject
    EntityManager database;

    @Test
    void go_with_what_the_series_was_built_from_and_come_back_with_a_retest() {
        String name = "kept " + UUID.randomUUID();
        int series = IdleFarm.submitted(IdleFarm.mail("[PATCH test] demo: " + name, "one", name));
        soon(() -> isKept(series));
        soon(() -> is("delta_blob is not null and not run_wanted", series));
        change("received_at = received_at - interval '40 days'", series);
        upkeep.round();
        assertThat(isKept(series)).isTrue();
        change("delta_blob = null, delta_size = null", series);
        upkeep.round();
        assertThat(isKept(series)).isFalse();

        int run = given().accept("application/json")
                .get("/series/" + series)
                .then()
                .extract()
                .path("runs[0].id");
        given().accept("application/json")
                .post("/api/v1/runs/" + run + "/retest")
                .then()
                .statusCode(202);
        soon(() -> isKept(series));
    }

    private static void soon(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
    }

    private boolean isKept(int series) {
        try {
            return trees.kept().contains(Integer.toString(series));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean is(String so, int series) {
        return QuarkusTransaction.requiringNew()
                .call(() -> !database.createNativeQuery("select id from series where id = ?1 and " + so)
                        .setParameter(1, series)
                        .getResultList()
                        .isEmpty());
    }

    private void change(String what, int series) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("update series set " + what + " where id = ?1")
                        .setParameter(1, series)
                        .executeUpdate());
    }
}
