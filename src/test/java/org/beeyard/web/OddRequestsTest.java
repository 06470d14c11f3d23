package org.beeyard.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.List;
import org.beeyard.IdleFarm;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers write and ask for: names that are no names, and places where nothing is. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class OddRequestsTest extends PlayedPages {

    private static final String HOSTILE = "<script>alert(1)</script> & \"quoted\" ../../etc";

    @Test
    void names_of_strangers_are_text_and_nothing_else() {
        long base = runs.base(tree, "e1");
        runs.ofBase(base, test(HOSTILE, FAIL));
        runs.ofSeries(base, runs.series(base, HOSTILE), List.of(test(HOSTILE, FAIL)), List.of());
        for (String path : List.of("/", "/series", "/flaky", "/search?q=%3Cscript", "/trees/" + name)) {
            Document page = page(path);
            assertThat(page.select("main script")).as(path).isEmpty();
        }
        String link =
                page("/search?q=%3Cscript").select("main a[href^=/tests?]").attr("href");
        assertThat(page(link).selectFirst("h1").text()).isEqualTo(HOSTILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/runs?before=-9",
                "/splats?before=1000-01-01T00:00:00Z",
                "/runs/%d/tests?rank=2&suite=z&test=z&subtest=&job=z",
                "/runs/%d/veristat?after=99"
            })
    void behind_the_last_row_of_a_list_there_are_no_more(String list) {
        long run = runs.ofBase(runs.base(tree, Integer.toHexString(list.hashCode())), test("alone", PASS));
        assertThat(page(list.formatted(run)).select("p.empty").text()).isEqualTo("There are no more.");
    }

    @Test
    void a_url_with_a_nul_is_refused() {
        for (String path : List.of("/search?q=%00", "/tests/test_progs/%00", "/series?author=a%00")) {
            given().accept(ContentType.HTML)
                    .urlEncodingEnabled(false)
                    .get(path)
                    .then()
                    .statusCode(400)
                    .body(equalTo("The URL has a NUL character (%00) in it.\n"));
        }
    }

    @Test
    void what_is_not_there_is_not_found() {
        for (String path :
                List.of("/tests/test_progs/none", "/trees/none", "/splats/none", "/runs/0/tests", "/compare?a=0&b=0")) {
            given().accept(ContentType.HTML).get(path).then().statusCode(404);
        }
    }
}
