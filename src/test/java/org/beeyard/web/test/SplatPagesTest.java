package org.beeyard.web.test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.PASS;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.time.Instant;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.history.test.SplatHistory;
import org.beeyard.web.Links;
import org.beeyard.web.PlayedPages;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** All splats, and where one was seen. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class SplatPagesTest extends PlayedPages {

    @Test
    void splats_that_were_seen_at_one_instant_are_all_listed() {
        Instant at = Instant.parse("2001-01-01T00:00:00Z");
        for (int i = 0; i < SplatHistory.LIST + 10; i++) {
            runs.splat("tie %02d".formatted(i), at);
        }
        List<String> first = fingerprints("/splats?before=" + at);
        List<String> second = fingerprints("/splats?before=" + at + "&after=" + first.getLast());
        assertThat(first).hasSize(SplatHistory.LIST).startsWith("tie 00");
        assertThat(second).hasSize(10).endsWith("tie 59");
        assertThat(page("/splats?before=" + at).select("a[rel=next]").attr("href"))
                .isEqualTo("/splats?before=2001-01-01T00:00:00Z&after=tie%2049");
    }

    @Test
    void where_a_splat_was_seen_goes_on_for_pages() {
        String fingerprint = "everywhere a/b";
        runs.splat(fingerprint, Instant.parse("2001-01-02T00:00:00Z"));
        runs.shows(runs.ofBase(runs.base(tree, "9c"), test("alone", PASS)), fingerprint, SplatHistory.LIST + 1);
        String place = Links.splat(fingerprint);
        Document newest = page(place);
        assertThat(newest.select("tbody tr")).hasSize(SplatHistory.LIST);
        assertThat(newest.select("tbody tr").first().text()).contains("log line 51");
        Document oldest = page(place + newest.select("a[rel=next]").attr("href"));
        assertThat(oldest.select("tbody tr td:eq(3)").eachText()).containsExactly("test_progs x86_64 gcc log line 1");
        assertThat(oldest.select("a[rel=next]")).isEmpty();
        assertThat(page(place + "?before=1").select("p.empty").text()).isEqualTo("No more is kept.");
        given().accept(ContentType.JSON)
                .urlEncodingEnabled(false)
                .get(place)
                .then()
                .body("seen", hasSize(SplatHistory.LIST))
                .body("moreSeen", equalTo(true));
    }

    private static List<String> fingerprints(String path) {
        return given().accept(ContentType.JSON)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .path("fingerprint");
    }
}
