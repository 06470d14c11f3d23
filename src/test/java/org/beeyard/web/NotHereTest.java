package org.beeyard.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.beeyard.IdleFarm;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links that lead nowhere. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class NotHereTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/runs/999999",
                "/runs/abc",
                "/series/999999",
                "/trees/none",
                "/tests/test_progs/none",
                "/attempts/999999/log"
            })
    void people_get_a_page_that_leads_on_and_programs_the_reason(String path) {
        Document page = Jsoup.parse(given().accept("text/html")
                .get(path)
                .then()
                .statusCode(404)
                .contentType(startsWith("text/html"))
                .extract()
                .asString());
        assertThat(page.selectFirst("main code").text()).isEqualTo(path);
        assertThat(page.select("header a[href=/series]")).isNotEmpty();
        given().get(path)
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"))
                .body(containsString("There is nothing at " + path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/trees/%3Cscript%3Ealert(1)%3C%2Fscript%3E"})
    void an_address_is_shown_and_no_more(String path) {
        assertThat(given().urlEncodingEnabled(false)
                        .accept("text/html")
                        .get(path)
                        .asString())
                .contains("&lt;script&gt;")
                .doesNotContain("<script>alert");
    }
}
