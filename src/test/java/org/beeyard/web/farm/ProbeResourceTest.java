package org.beeyard.web.farm;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import org.beeyard.IdleFarm;
import org.beeyard.web.PlayedPages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has the pools looked at is told where that can be watched. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class ProbeResourceTest {

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "*/*"})
    void programs_are_told_of_the_run_and_its_place(String accepted) {
        Response answer = asked(accepted);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.contentType()).startsWith(ContentType.JSON.toString());
        int run = answer.path("run");
        assertThat(answer.header("Location")).endsWith("/api/v1/runs/" + run);
        given().get("/api/v1/runs/" + run).then().statusCode(200);
    }

    @Test
    void people_are_led_to_the_page_of_the_run() {
        Response answer = asked("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(PlayedPages.page(answer.header("Location")).select("h1")).hasSize(1);
    }

    private static Response asked(String accepted) {
        return given().accept(accepted).redirects().follow(false).post("/api/v1/probe");
    }
}
