package org.beeyard.web.test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.subtest;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.beeyard.IdleFarm;
import org.beeyard.protocol.Outcome;
import org.beeyard.web.Links;
import org.beeyard.web.PlayedPages;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of a test: how it stands, what it did before, and what is below it. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class TestPageTest extends PlayedPages {

    @Test
    void a_test_shows_how_it_stands_since_when_and_how_often_it_is_flaky() {
        runs.ofBase(runs.base(tree, "c1".repeat(20)), test("historic", PASS));
        runs.ofBase(runs.base(tree, "c2".repeat(20)), test("historic", FAIL));
        Document page = page("/tests/test_progs/historic");
        assertThat(page.selectFirst("h1").text()).isEqualTo("historic");
        assertThat(page.select("table.lines tbody tr td").eachText())
                .startsWith(name, "x86_64 gcc kvm", "✗ fail since c2c2c2c2c2c2, just now; passed on c1c1c1c1c1c1")
                .contains("0 of 2", "1 of 2", "0.02 s");
        assertThat(page.select(".strip > *")).hasSize(30);
        assertThat(page.select(".strip > *").last().attr("title"))
                .endsWith(": 1 × failed on a base, 1 × passed on a base\nhistoric says why");
        assertThat(page.select("details pre").text()).isEqualTo("historic says why");
    }

    @ParameterizedTest
    @CsvSource({
        "PASS, FAIL, ✗ fail, passed on",
        "FAIL, PASS, ✓ pass, failed on",
        "SKIP, FAIL, ✗ fail, was skipped on",
        "SKIP, PASS, ✓ pass, was skipped on",
        "UNFIT, FAIL, ✗ fail, did not fit",
        "UNFIT, PASS, ✓ pass, did not fit",
        "FAIL, SKIP, – skip, failed on",
        "ERROR, PASS, ✓ pass, failed on"
    })
    void a_test_says_how_it_stood_before_and_calls_nothing_good_that_did_not_pass(
            Outcome before, Outcome now, String shown, String words) {
        String test = "turns_from_" + before + "_to_" + now;
        String old = Integer.toHexString(0xa000 + before.ordinal() * 16 + now.ordinal())
                .repeat(10);
        runs.ofBase(runs.base(tree, old), test(test, before));
        runs.ofBase(runs.base(tree, old.replace('a', 'b')), test(test, now));
        assertThat(page("/tests/test_progs/" + test)
                        .select("table.lines tbody td:eq(2)")
                        .text())
                .isEqualTo(shown + " since " + old.replace('a', 'b').substring(0, 12) + ", just now; " + words + " "
                        + old.substring(0, 12));
        given().accept(ContentType.JSON)
                .get("/tests/test_progs/" + test)
                .then()
                .body("lines[0].standing.beforeCommit", equalTo(old))
                .body("lines[0].standing.beforeOutcome", equalTo(before.name()));
    }

    @Test
    void a_subtest_has_its_own_page_under_its_test() {
        runs.ofBase(runs.base(tree, "d1"), test("parent", FAIL), subtest("parent", "with/slash and space", FAIL));
        Document page = page("/tests/test_progs/parent");
        String link = page.select("h2:contains(Subtests) ~ div a").attr("href");
        assertThat(link).isEqualTo("/tests/test_progs/parent/with/slash%20and%20space");
        assertThat(page(link).selectFirst("h1").text()).isEqualTo("parent / with/slash and space");
    }

    @Test
    void subtests_beyond_the_list_are_not_kept_quiet() {
        runs.ofBase(
                runs.base(tree, "9f"),
                Stream.concat(
                                Stream.of(test("of_many", FAIL)),
                                IntStream.range(0, 101).mapToObj(i -> subtest("of_many", "part " + i, FAIL)))
                        .toList(),
                List.of());
        assertThat(page("/tests/test_progs/of_many")
                        .select("p:contains(and more)")
                        .text())
                .isEqualTo("and more: these are the worst 100");
        given().accept(ContentType.JSON)
                .get("/tests/test_progs/of_many")
                .then()
                .body("subtests", hasSize(100))
                .body("moreSubtests", equalTo(true));
    }

    @Test
    void a_test_has_other_days_also_when_no_path_can_hold_its_name() {
        for (String odd : List.of("no//path & no?name=", "a path")) {
            runs.ofBase(runs.base(tree, "e2" + odd.length()), test(odd, PASS));
            String place = Links.test("test_progs", odd);
            assertThat(page(place).select("a[href*=days=]").eachAttr("href"))
                    .hasSize(2)
                    .allSatisfy(link ->
                            assertThat(page(link).selectFirst("h1").text()).isEqualTo(odd));
        }
    }

    @Test
    void what_is_counted_says_since_when_if_the_farm_is_older() {
        long base = runs.base(tree, "8b");
        runs.ofBase(base, test("counted", PASS));
        assertThat(page("/tests/test_progs/counted").text()).doesNotContain("counted since");
        long old = runs.fromBeforeAll(base);
        try {
            String today = LocalDate.now(ZoneOffset.UTC).toString();
            for (String path : List.of("/tests/test_progs/counted", "/flaky")) {
                assertThat(page(path).select("p.facts").text()).as(path).contains("counted since " + today);
            }
            assertThat(page("/tests/test_progs/counted?days=1").text()).doesNotContain("counted since");
        } finally {
            runs.forget(old);
        }
    }
}
