package org.beeyard.web.home;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.many;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.PASS;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.time.Instant;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.history.series.SeriesList;
import org.beeyard.web.PlayedPages;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** What is found by a word. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class SearchPageTest extends PlayedPages {

    @Test
    void search_finds_series_tests_and_bases() {
        long base = runs.base(tree, "feedbeef".repeat(5));
        runs.ofBase(base, test("needle_test", PASS));
        runs.series(base, "bpf: Needle in a haystack");
        given().accept(ContentType.JSON)
                .get("/search?q=needle")
                .then()
                .body("tests.test", hasItem("needle_test"))
                .body("series.title", hasItems("bpf: Needle in a haystack"));
        given().accept(ContentType.JSON).get("/search?q=feedbee").then().body("bases", hasSize(1));
        assertThat(page("/search?q=nothing has this").select(".empty")).hasSize(1);
        assertThat(page("/search").select(".empty")).isEmpty();
    }

    @Test
    void search_says_when_it_finds_more_than_it_shows() {
        long base = runs.base(tree, "8c");
        runs.ofBase(base, many("hay_test", 31, PASS), List.of());
        for (int i = 0; i < SeriesList.LIST; i++) {
            runs.series(base, "bpf: Hay stack " + i);
        }
        for (int i = 0; i < 31; i++) {
            runs.splat("hay " + i, Instant.parse("2001-01-03T00:00:00Z"));
        }
        Document page = page("/search?q=hay");
        assertThat(page.select("p:contains(and more)").eachText())
                .containsExactly("and more: these are the first 30", "and more: these are the newest 30");
        assertThat(page(page.select("a:contains(All series)").attr("href")).select("table.series tbody tr"))
                .hasSize(SeriesList.LIST);
        given().accept(ContentType.JSON)
                .get("/search?q=hay")
                .then()
                .body("tests", hasSize(30))
                .body("moreTests", equalTo(true))
                .body("splats", hasSize(30))
                .body("moreSplats", equalTo(true))
                .body("moreSeries", equalTo(true))
                .body("moreBases", equalTo(false));
    }
}
