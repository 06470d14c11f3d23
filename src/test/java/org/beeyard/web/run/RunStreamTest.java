package org.beeyard.web.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.beeyard.IdleFarm;
import org.beeyard.blob.BlobStore;
import org.beeyard.protocol.LeftName;
import org.beeyard.web.PlayedPages;
import org.junit.jupiter.api.Test;

/** A run is read once for all who look at it; what they are shown is for each of them. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class RunStreamTest extends PlayedPages {

    @Test
    void what_is_fetched_by_one_viewers_name_of_the_farm_is_not_offered_to_another() throws Exception {
        long base = runs.base(tree, "b7".repeat(20));
        runs.ofBase(base, test("falls", PASS));
        long run = runs.ofSeries(base, runs.series(base, "bpf: Looked at"), List.of(test("falls", FAIL)), List.of());
        runs.leaves(run, LeftName.GUEST, new BlobStore.Blob("b7".repeat(32), 100), false);
        done(run, "one.example"); // the first is slow, and these are to be at the same time
        CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> done(run, "other.example"));
        assertThat(done(run, "one.example")).contains("http://one.example/api/v1/attempts/");
        assertThat(other.get()).contains("http://other.example/api/v1/attempts/");
    }

    private static String done(long run, String host) {
        String events = given().header("Host", host)
                .accept("text/event-stream")
                .get("/api/v1/runs/" + run + "/events")
                .asString();
        assertThat(events).contains("event:done");
        return events;
    }
}
