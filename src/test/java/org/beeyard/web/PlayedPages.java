package org.beeyard.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import java.util.List;
import org.beeyard.PlayedRuns;
import org.beeyard.PlayedSeries;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** Pages of runs that each test plays on a tree of its own. */
public abstract class PlayedPages {

    protected PlayedRuns runs;
    protected PlayedSeries fates;
    protected String name;
    protected long tree;

    @BeforeEach
    void begin(TestInfo info) {
        runs = new PlayedRuns();
        fates = new PlayedSeries();
        name = "tree_" + info.getTestMethod().orElseThrow().getName();
        tree = runs.tree(name);
    }

    public static Document page(String path) {
        String html = given().accept(ContentType.HTML)
                .urlEncodingEnabled(false)
                .get(path.replace(" ", "%20"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        assertThat(html).as("every part of the template has a value").doesNotContain("NOT_FOUND");
        return Jsoup.parse(html);
    }

    /** Of each series that a list's JSON twin has. */
    protected static List<String> titles(String path) {
        return given().accept(ContentType.JSON)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .path("title");
    }
}
