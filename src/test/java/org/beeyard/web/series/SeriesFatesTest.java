package org.beeyard.web.series;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.PASS;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.web.PlayedPages;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;

/** What is said of a series whose run does not speak for it any more, or that nobody waits for. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class SeriesFatesTest extends PlayedPages {

    @Test
    void what_does_not_apply_any_more_is_listed_with_that_and_not_with_the_verdict_from_before() {
        long series = passed("9a", "bpf: Applied once");
        fates.ended(series, "CONFLICT", "Patch 1/1 does not apply.");
        String all = "/series?tree=" + name;
        Elements cells = page(all).select("table.series tbody td");
        assertThat(cells.eachText())
                .containsExactly(
                        "✗ conflict", "bpf: Applied once Anna Author", name, "Patch 1/1 does not apply.", "just now");
        assertThat(cells.select("a.state").attr("href")).isEqualTo("/series/" + series);
        assertThat(titles(all + "&verdict=CONFLICT")).containsExactly("bpf: Applied once");
        assertThat(titles(all + "&verdict=PASSED")).isEmpty();
    }

    @Test
    void the_page_of_what_does_not_apply_any_more_says_why_and_has_its_last_run_below() {
        long series = passed("9b", "bpf: Applied once");
        fates.ended(series, "CONFLICT", "Patch 1/1 does not apply.");
        Document page = page("/series/" + series);
        assertThat(page.select("p.verdict").text()).isEqualTo("✗ Patch 1/1 does not apply.");
        assertThat(page.select("h2:contains(Runs) + ul li").text()).endsWith("✓ passed No failures in 1 test.");
    }

    @Test
    void what_waits_to_be_tested_again_is_under_way_and_not_passed() {
        long series = passed("9c", "bpf: Once more");
        fates.hold(series);
        assertThat(page("/series/" + series).select("p.verdict").text()).isEqualTo("… received");
        assertThat(page("/").select("h2:contains(Under way) + div").text()).contains("bpf: Once more");
    }

    @Test
    void scripts_are_told_of_what_does_not_apply_any_more_and_not_of_the_run_before() {
        long series = passed("9d", "bpf: Applied once");
        fates.ended(series, "CONFLICT", "Patch 1/1 does not apply.");
        assertThat(given().get("/api/v1/series/" + series + "/progress").asString())
                .isEqualTo("state CONFLICT\nsay Patch 1/1 does not apply.\npage /series/" + series + "\n");
    }

    @Test
    void a_version_that_does_not_apply_any_more_is_shown_so_to_the_next() {
        long first = passed("9e", "bpf: Applied once");
        fates.ended(first, "CONFLICT", "Patch 1/1 does not apply.");
        assertThat(page("/series/" + fates.nextVersion(first))
                        .select("h2:contains(Versions) + div tbody tr")
                        .last()
                        .text())
                .isEqualTo("v1 ✗ conflict Patch 1/1 does not apply. just now");
    }

    @Test
    void a_version_keeps_its_verdict_when_it_is_superseded_and_says_by_which() {
        long first = passed("a1", "bpf: Sent three times");
        fates.over(first, "SUPERSEDED", null);
        long second = fates.nextVersion(first);
        fates.over(second, "SUPERSEDED", null);
        long third = fates.nextVersion(second);
        Element verdict = page("/series/" + first).selectFirst("p.verdict");
        assertThat(verdict.text()).isEqualTo("✓ passed: No failures in 1 test. ⊘ superseded by v3");
        assertThat(verdict.select("a").attr("href")).isEqualTo("/series/" + third);
        assertThat(page("/series/" + second).select("p.verdict").text())
                .as("one that has never run")
                .isEqualTo("⊘ superseded by v3");
        given().accept(ContentType.JSON)
                .get("/api/v1/series/" + first)
                .then()
                .body("state", equalTo("SUPERSEDED"))
                .body("successor.id", equalTo((int) third))
                .body("successor.version", equalTo(3));
    }

    @Test
    void a_series_that_was_closed_keeps_its_verdict_and_says_why_it_was() {
        long series = passed("a2", "bpf: Taken");
        fates.over(series, "CLOSED", "It was accepted on <patchwork>.");
        assertThat(page("/series/" + series).select("p.verdict").text())
                .isEqualTo("✓ passed: No failures in 1 test. ⊘ closed: It was accepted on <patchwork>.");
    }

    @Test
    void lists_say_of_a_verdict_that_nobody_waits_for_it_any_more() {
        long first = passed("a3", "bpf: Sent twice");
        fates.over(first, "SUPERSEDED", null);
        long second = fates.nextVersion(first);
        for (String list : List.of("/", "/series?tree=" + name)) {
            Document page = page(list);
            assertThat(verdict(page, first)).as(list).isEqualTo("✓ passed superseded");
            assertThat(verdict(page, second)).as(list).isEqualTo("… applied");
        }
        fates.over(second, "CLOSED", "It was accepted.");
        assertThat(verdict(page("/series?tree=" + name), second))
                .as("said once where no run speaks")
                .isEqualTo("⊘ closed");
        given().accept(ContentType.JSON)
                .get("/series?tree=" + name)
                .then()
                .body("state", equalTo(List.of("CLOSED", "PASSED")))
                .body("over", equalTo(List.of("CLOSED", "SUPERSEDED")));
    }

    @Test
    void the_run_of_a_version_that_was_superseded_is_of_one_that_nobody_waits_for() {
        long series = passed("a4", "bpf: Sent again");
        String run = page("/series/" + series).select("a:contains(what ran)").attr("href");
        assertThat(page(run).select("h1").text()).isEqualTo("bpf: Sent again");
        fates.over(series, "SUPERSEDED", null);
        assertThat(page(run).select("h1").text()).isEqualTo("bpf: Sent again superseded");
        assertThat(page("/runs").select("tr:has(a[href=" + run + "]) td:eq(1)").text())
                .isEqualTo("bpf: Sent again v1 Anna Author <anna@example.org>, superseded");
    }

    private static String verdict(Document list, long series) {
        return list.select("table.series tr:has(#s" + series + ") td:eq(0)").text();
    }

    private long passed(String commit, String title) {
        long base = runs.base(tree, commit);
        runs.ofBase(base, test("steady", PASS));
        long series = runs.series(base, title);
        runs.ofSeries(base, series, List.of(test("steady", PASS)), List.of());
        return series;
    }
}
