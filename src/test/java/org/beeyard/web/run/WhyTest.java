package org.beeyard.web.run;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.beeyard.web.PlayedPages;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** Why a test fails is read without looking through what it said. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class WhyTest extends PlayedPages {

    private static final String LONG = "libbpf: map '<b>x': created\n".repeat(900)
            + "falls:FAIL:count unexpected <count>: actual 0 != expected 1\n";

    @Test
    void the_line_that_says_why_comes_before_all_that_the_test_said() {
        long base = runs.base(tree, "9a".repeat(20));
        runs.ofBase(base, PlayedRuns.test("falls_at_length", Outcome.PASS));
        long series = runs.series(base, "bpf: To be explained");
        long run = runs.ofSeries(
                base, series, List.of(new TestReport("falls_at_length", null, Outcome.FAIL, 20, LONG)), List.of());
        for (String path : List.of("/series/" + series, "/runs/" + run)) {
            Element row = page(path).selectFirst("table.findings tbody tr");
            assertThat(row.select("details[open] > pre.why").text())
                    .isEqualTo("…\nfalls:FAIL:count unexpected <count>: actual 0 != expected 1");
            assertThat(row.select("details.whole pre").text())
                    .as("the end is there too")
                    .contains("characters left out", "falls:FAIL:count unexpected <count>");
            given().get(row.select("details.whole a").attr("href"))
                    .then()
                    .statusCode(200)
                    .contentType("text/plain")
                    .body(equalTo(LONG));
        }
        Document history = page("/tests/test_progs/falls_at_length");
        assertThat(history.select("pre.why").text()).contains("falls:FAIL:");
        assertThat(history.select(".strip a").last().attr("title"))
                .as("of today, when one points at it")
                .contains("falls:FAIL:count unexpected <count>");
    }

    @Test
    void what_is_short_is_shown_as_it_is() {
        long base = runs.base(tree, "9b".repeat(20));
        runs.ofBase(base, PlayedRuns.test("falls_shortly", Outcome.PASS));
        long series = runs.series(base, "bpf: Explained shortly");
        runs.ofSeries(base, series, List.of(PlayedRuns.test("falls_shortly", Outcome.FAIL)), List.of());
        Element row = page("/series/" + series).selectFirst("table.findings tbody tr");
        assertThat(row.select("details[open] > pre").text()).isEqualTo("falls_shortly says why");
        assertThat(row.select(".why, .whole")).isEmpty();
    }
}
