package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** The farm as its users meet it: what it takes, what it refuses, and what its pages show. No attempt runs here. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class FarmTest {

    @Test
    void is_ready() {
        given().get("/q/health/ready").then().statusCode(200);
        given().get("/q/metrics").then().statusCode(200);
    }

    @Test
    void takes_a_series_plans_its_base_first_and_shows_it() {
        int id = IdleFarm.submitted(IdleFarm.mail("[PATCH test] demo: Say two", "one", "two"), 201);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get("/api/v1/series/" + id)
                        .then()
                        .body("state", equalTo("APPLIED"))
                        .body("runs.size()", equalTo(1)));
        int run = given().get("/api/v1/series/" + id).path("runs[0].id");
        given().get("/api/v1/runs/" + run)
                .then()
                .body("run.kind", equalTo("SERIES"))
                .body("jobs.name", equalTo(java.util.List.of("build x86_64 gcc", "test_progs x86_64 gcc")))
                .body("jobs.state", equalTo(java.util.List.of("BLOCKED", "BLOCKED")));
        int base = given().get("/api/v1/runs/" + run).path("baseRun");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> given().get("/api/v1/runs/" + base).then().body("jobs[0].state", equalTo("QUEUED")));
        Document page = Jsoup.parse(
                given().accept(ContentType.HTML).get("/series/" + id).asString());
        assertThat(page.selectFirst("h1").text()).isEqualTo("demo: Say two");
        assertThat(given().accept(ContentType.HTML).get("/runs/" + run).asString())
                .contains("test_progs x86_64 gcc");
        given().accept(ContentType.HTML).get("/").then().statusCode(200).body(containsString("demo: Say two"));
    }

    @Test
    void lays_a_ci_configuration_over_the_base_and_shows_what_it_left_out() {
        int id =
                IdleFarm.submitted(IdleFarm.mail("[PATCH configured] demo: With CI configuration", "one", "eins"), 201);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get("/api/v1/series/" + id).then().body("runs.size()", equalTo(1)));
        int run = given().get("/api/v1/series/" + id).path("runs[0].id");
        given().get("/api/v1/runs/" + run)
                .then()
                .body("ci.skipped", equalTo(java.util.List.of("0001-gone.patch: it does not apply to words.txt")));
        given().accept(ContentType.HTML)
                .get("/runs/" + run)
                .then()
                .body(containsString("1 of the CI configuration's patches left out"));
    }

    @Test
    void tells_a_page_how_its_run_goes() throws Exception {
        int id = IdleFarm.submitted(IdleFarm.mail("[PATCH test] demo: Watched", "one", "watched"), 201);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get("/api/v1/series/" + id).then().body("runs.size()", equalTo(1)));
        int run = given().get("/api/v1/series/" + id).path("runs[0].id");
        HttpResponse<java.io.InputStream> events = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/v1/runs/"
                                        + run + "/events"))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
        assertThat(events.statusCode()).isEqualTo(200);
        try (java.util.Scanner lines = new java.util.Scanner(events.body(), StandardCharsets.UTF_8)) {
            assertThat(lines.nextLine()).isEqualTo("event:jobs");
        }
    }

    @Test
    void knows_a_series_that_comes_twice() {
        String mail = IdleFarm.mail("[PATCH test] demo: Say twice", "one", "twice");
        int first = IdleFarm.submitted(mail, 201);
        assertThat(IdleFarm.submitted(mail, 200)).isEqualTo(first);
    }

    @Test
    void takes_a_mail_whose_id_is_longer_than_any_index_takes() {
        StringBuilder id = new StringBuilder();
        new java.util.Random(1).ints(6_000, 'a', 'z').forEach(letter -> id.append((char) letter));
        IdleFarm.submitted(
                IdleFarm.mail("[PATCH test] demo: Long id", "one", "long")
                        .replaceFirst("Message-ID: <.*>", "Message-ID: <" + id + "@example.org>"),
                201);
    }

    @Test
    void supersedes_an_older_version() {
        int first = IdleFarm.submitted(IdleFarm.mail("[PATCH test] demo: Versions", "one", "v1"), 201);
        IdleFarm.submitted(IdleFarm.mail("[PATCH test v2] demo: Versions", "one", "v2"), 201);
        given().get("/api/v1/series/" + first).then().body("state", equalTo("SUPERSEDED"));
    }

    @Test
    void says_where_a_series_conflicts() {
        int id = IdleFarm.submitted(IdleFarm.mail("[PATCH test] demo: Conflict", "nowhere to be found", "two"), 201);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get("/api/v1/series/" + id)
                        .then()
                        .body("state", equalTo("CONFLICT"))
                        .body("problem", containsString("Patch 1/1 (demo: Conflict) does not apply to test "))
                        .body("problem", containsString("words.txt hunk 1."))
                        .body("conflicts[0].path", equalTo("words.txt")));
        given().accept(ContentType.HTML).get("/series/" + id).then().body(containsString("nowhere to be found"));
    }

    @Test
    void names_the_likeliest_of_several_trees_when_it_fits_none() {
        int id = IdleFarm.submitted(IdleFarm.mail("[PATCH] demo: Homeless", "nowhere", "two"), 201);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get("/api/v1/series/" + id)
                        .then()
                        .body("problem", containsString("does not apply to configured ")));
    }

    @Test
    void refuses_a_path_that_leads_out_of_the_tree() {
        int id = IdleFarm.submitted(
                IdleFarm.mail("[PATCH test] demo: Escape", "one", "two").replace("words.txt", "../../etc/passwd"), 201);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> given().get("/api/v1/series/" + id)
                        .then()
                        .body("state", equalTo("REJECTED"))
                        .body(
                                "problem",
                                equalTo("Patch 1/1 is refused: its path '../../etc/passwd' leads out of the tree.")));
    }

    @Test
    void says_which_trees_there_are_and_leaves_alone_what_was_sent_rightly() {
        String series = IdleFarm.mail("[PATCH test] demo: Nowhere", "one", "two");
        int before = IdleFarm.submitted(series, 201);
        given().body(series.getBytes(StandardCharsets.UTF_8))
                .contentType("application/octet-stream")
                .post("/api/v1/series?tree=net-next")
                .then()
                .statusCode(400)
                .body("detail", equalTo("There is no tree net-next; the farm has configured, halved, test."));
        given().get("/api/v1/series/" + before).then().body("state", not(equalTo("SUPERSEDED")));
    }

    @Test
    void says_what_is_wrong_with_an_upload() {
        given().body("not an mbox".getBytes(StandardCharsets.UTF_8))
                .contentType("application/octet-stream")
                .post("/api/v1/series")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", equalTo("Mail 1 of 1 is not a mail: it has no Subject header."))
                .body("advice", containsString("git format-patch"));
        given().contentType("application/octet-stream")
                .body(new byte[0])
                .post("/api/v1/series")
                .then()
                .statusCode(400)
                .body("detail", equalTo("The upload is empty."));
    }

    @Test
    void refuses_an_upload_that_is_too_large() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/api/v1/series"))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[65 << 20]))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("The upload is larger than 64 MiB.");
    }

    @Test
    void escapes_what_strangers_write() {
        int id =
                IdleFarm.submitted(IdleFarm.mail("[PATCH test] <script>alert(1)</script>{inject}", "one", "evil"), 201);
        given().accept(ContentType.HTML)
                .get("/series/" + id)
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("script-src 'self'"))
                .body(not(containsString("<script>alert")))
                .body(containsString("&lt;script&gt;alert(1)&lt;/script&gt;{inject}"));
    }

    @Test
    void has_nothing_for_agents_without_a_token() {
        given().get("/attempt-api/v1/spec").then().statusCode(401);
        given().header("Authorization", "Bearer bya_forged")
                .get("/attempt-api/v1/spec")
                .then()
                .statusCode(410);
        given().header("Authorization", "Bearer bya_forged")
                .contentType("application/octet-stream")
                .body(new byte[] {1})
                .put("/attempt-api/v1/blob/" + "0".repeat(64))
                .then()
                .statusCode(410);
    }

    @Test
    void answers_404_for_what_is_not_there() {
        given().accept(ContentType.HTML).get("/runs/999999").then().statusCode(404);
        given().get("/api/v1/series/999999").then().statusCode(404);
        given().accept(ContentType.HTML).get("/attempts/999999/log").then().statusCode(404);
        given().get("/attempts/999999/log.txt").then().statusCode(404);
        given().get("/attempts/999999/log/lines").then().statusCode(404);
    }
}
