package org.beeyard.history.farm;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.beeyard.IdleFarm;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(IdleFarm.class)
class UpkeepMetricsTest {

    @Inject
    EntityManager database;

    @Inject
    UpkeepMetrics metrics;

    @Test
    void tells_those_who_watch_when_a_loop_was_last_all_right_and_what_waits_for_somebody() {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(
                                "insert into loop values ('watched', 'watched', 2, now(), to_timestamp(1700000000), null, null, now()) on conflict do nothing")
                        .executeUpdate());
        metrics.run();
        assertThat(given().get("/q/metrics").asString())
                .contains("beeyard_loop_succeeded_seconds{loop=\"watched\"} 1.7E9")
                .contains("beeyard_needs{kind=\"SOURCE\"}");
    }
}
