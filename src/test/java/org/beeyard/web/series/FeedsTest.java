package org.beeyard.web.series;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.xml.XmlPath;
import java.time.Instant;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/** Feeds of series and trees. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class FeedsTest {

    private final PlayedRuns runs = new PlayedRuns();

    @Test
    void series_come_with_their_verdicts_whatever_they_are_called() {
        String title = "</title> <script>&amp; \u0001\u001b[31m ]]> \uD83D\uDC1D fed";
        long base = runs.base(runs.tree("fed series"), "f1");
        runs.ofBase(base, test("falls", PASS));
        long series = runs.series(base, title);
        runs.ofSeries(base, series, List.of(test("falls", FAIL)), List.of());
        XmlPath feed = feed("/series/atom?tree=fed%20series");
        assertThat(feed.getString("feed.entry.title"))
                .isEqualTo("✗ failed: </title> <script>&amp; \uFFFD\uFFFD[31m ]]> \uD83D\uDC1D fed");
        assertThat(feed.getString("feed.entry.id")).isEqualTo(root() + "/series/" + series);
        assertThat(feed.getString("feed.entry.summary")).isEqualTo("1 new failure in 1 test: falls.");
        assertThat(feed.getString("feed.entry.author.name")).isEqualTo("Anna Author");
        assertThat(Instant.parse(feed.getString("feed.updated")))
                .isAfter(Instant.now().minusSeconds(600));
        assertThat(feed.getString("feed.link[1].@href")).isEqualTo(root() + "/series?tree=fed%20series");
    }

    @Test
    void a_tree_says_how_its_bases_are() {
        long tree = runs.tree("fed tree");
        runs.ofBase(runs.base(tree, "f2".repeat(20)), test("falls", FAIL));
        XmlPath feed = feed("/trees/fed%20tree/atom");
        assertThat(feed.getString("feed.entry.title")).startsWith("✗ failed: f2f2f2f2f2f2 subject of f2");
        assertThat(feed.getString("feed.entry.id")).contains("/runs/");
        given().get("/trees/none/atom").then().statusCode(404);
    }

    @Test
    void an_empty_feed_is_one_all_the_same() {
        assertThat(feed("/series/atom?q=nothingissocalled").getString("feed.updated"))
                .isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void pages_name_their_feeds() {
        String page = given().accept("text/html").get("/series?author=anna").asString();
        assertThat(Jsoup.parse(page).select("link[type=application/atom+xml]").attr("href"))
                .isEqualTo("/series/atom?author=anna");
    }

    private static XmlPath feed(String path) {
        return given().urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(200)
                .contentType("application/atom+xml")
                .extract()
                .xmlPath();
    }

    private static String root() {
        return RestAssured.baseURI + ":" + RestAssured.port;
    }
}
