package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** What the farm says of its own API. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class ApiDocumentTest {

    @Test
    void tells_of_the_api_and_of_nothing_else() {
        Map<String, Object> paths = document().getMap("paths");
        assertThat(paths.keySet())
                .contains("/api/v1/series", "/api/v1/runs/{id}", "/api/v1/runs/{id}/retest", "/api/v1/tokens")
                .allMatch(path -> path.startsWith("/api/v1/"));
    }

    @Test
    void says_of_each_call_what_it_does_and_how_it_is_let_in() {
        Map<String, Map<String, Map<String, Object>>> paths = document().getMap("paths");
        assertThat(paths.values().stream().flatMap(path -> path.values().stream()))
                .allSatisfy(call -> assertThat((String) call.get("summary")).matches("[A-Z].* .*"));
        assertThat(document().getString("components.securitySchemes.token.scheme"))
                .isEqualTo("bearer");
    }

    @Test
    void has_a_page_for_people_that_needs_nothing_from_elsewhere() {
        Document page = Jsoup.parse(given().accept("text/html").get("/api").asString());
        assertThat(page.select("tbody tr").eachText()).anyMatch(row -> row.startsWith("POST /api/v1/runs/{id}/retest"));
        List<String> loaded = page.select("script[src], link[href], img[src]").stream()
                .map(element -> element.hasAttr("src") ? element.attr("src") : element.attr("href"))
                .toList();
        assertThat(loaded).allMatch(source -> source.startsWith("/"));
        assertThat(page.select("script:not([src])")).isEmpty();
    }

    private static JsonPath document() {
        return given().get("/q/openapi?format=json").jsonPath();
    }
}
