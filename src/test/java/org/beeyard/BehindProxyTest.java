package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** A farm that people reach at https://farm.example, and that itself speaks plain HTTP at another port. */
@QuarkusTest
@TestProfile(GithubFarm.class)
class BehindProxyTest {

    @Test
    void who_uploads_a_series_is_told_where_people_find_it() throws IOException {
        try (InputStream mbox = BehindProxyTest.class.getResourceAsStream("/demo/good.mbox")) {
            given().contentType("application/mbox")
                    .body(mbox.readAllBytes())
                    .post("/api/v1/series")
                    .then()
                    .statusCode(201)
                    .body("url", startsWith("https://farm.example/series/"))
                    .body("api", startsWith("https://farm.example/api/v1/series/"));
        }
    }

    @Test
    void a_form_leads_on_without_naming_a_scheme_or_a_host() {
        given().accept("text/html")
                .redirects()
                .follow(false)
                .post("/api/v1/probe")
                .then()
                .statusCode(303)
                .header("Location", startsWith("/runs/"));
    }
}
