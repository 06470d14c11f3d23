package org.beeyard.retention;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import org.beeyard.IdleFarm;
import org.beeyard.StoredLogs;
import org.junit.jupiter.api.Test;

/** What is not thrown away, however old it is. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class KeptRunsTest extends AgedRuns {

    @Test
    void the_newest_run_of_a_base_keeps_what_series_are_built_on() throws IOException {
        long before = ofBase();
        leaves(before);
        base = base();
        long newest = ofBase();
        leaves(newest);
        aged(before, 40);
        aged(newest, 35);
        retention.all();
        assertThat(artifacts(before)).isZero();
        assertThat(artifacts(newest)).isEqualTo(1);
    }

    @Test
    void but_not_when_its_results_are_about_to_go() throws IOException {
        long newest = ofBase();
        leaves(newest);
        aged(newest, 174);
        retention.all();
        assertThat(artifacts(newest)).isZero();
    }

    @Test
    void what_an_unfinished_run_is_built_on_stays() throws IOException {
        long before = ofBase();
        leaves(before);
        long series = ofSeries();
        base = base();
        ofBase();
        QuarkusTransaction.requiringNew().run(() -> {
            sql(
                    "insert into job_need (job_id, needs_id) select s.id, b.id from job s, job b where s.kind = 'TEST' and s.run_id = "
                            + series + " and b.kind = 'BUILD' and b.run_id = " + before);
            sql("update run set finished_at = null where id = " + series);
        });
        aged(before, 40);
        retention.all();
        assertThat(artifacts(before)).isEqualTo(1);
        aged(series, 1);
        retention.all();
        assertThat(artifacts(before)).isZero();
    }

    @Test
    void a_pinned_run_and_its_bases_keep_logs_and_artifacts() throws IOException {
        long ofBase = ofBase();
        leaves(ofBase);
        long series = ofSeries();
        leaves(series);
        new StoredLogs().append(attempt(series), "pinned\n".getBytes(UTF_8), clock.instant());
        base = base();
        ofBase();
        given().accept("application/json")
                .post("/api/v1/runs/" + series + "/pin")
                .then()
                .statusCode(200);
        aged(ofBase, 100);
        aged(series, 100);
        retention.all();
        assertThat(artifacts(ofBase)).isEqualTo(1);
        assertThat(artifacts(series)).isEqualTo(1);
        given().get("/attempts/" + attempt(series) + "/log.txt")
                .then()
                .statusCode(200)
                .body(equalTo("pinned\n"));
        given().accept("text/html").get("/runs/" + series).then().body(containsString("Pinned by"));
        assertThat(count("audit where act = 'PIN' and object = 'run " + series + "'"))
                .isEqualTo(1);

        given().accept("application/json")
                .post("/api/v1/runs/" + series + "/unpin")
                .then()
                .statusCode(200);
        retention.all();
        assertThat(artifacts(series)).isZero();
        assertThat(count("audit where act = 'UNPIN' and object = 'run " + series + "'"))
                .isEqualTo(1);
    }
}
