package org.beeyard.web.test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.subtest;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.protocol.Outcome.SKIP;
import static org.beeyard.protocol.Outcome.UNFIT;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.beeyard.IdleFarm;
import org.beeyard.history.series.SeriesList;
import org.beeyard.history.test.SplatHistory;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.beeyard.web.Links;
import org.beeyard.web.PlayedPages;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that tell what tests and trees did over time. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class HistoryPagesTest extends PlayedPages {

    private static final String HOSTILE = "<script>alert(1)</script> & \"quoted\" ../../etc";

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
    void what_is_broken_says_so_when_it_was_skipped_or_did_not_fit_before() {
        runs.ofBase(runs.base(tree, "1c".repeat(20)), test("falls_after_skip", SKIP), test("falls_unfit", UNFIT));
        runs.ofBase(runs.base(tree, "1d".repeat(20)), test("falls_after_skip", FAIL), test("falls_unfit", FAIL));
        given().accept(ContentType.JSON)
                .get("/flaky?tree=" + name)
                .then()
                .body("broken.before", equalTo(List.of("1c".repeat(20), "1c".repeat(20))))
                .body("broken.beforeOutcome", equalTo(List.of("SKIP", "UNFIT")));
        assertThat(page("/flaky?tree=" + name).select("#broken + div td:eq(5)").eachText())
                .containsExactly("was skipped on 1c1c1c1c1c1c", "did not fit 1c1c1c1c1c1c");
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
    void flaky_tests_are_ranked_by_what_is_proven() {
        long base = runs.base(tree, "f1");
        runs.ofBase(
                base,
                List.of(test("once", FAIL), test("often", FAIL)),
                List.of(test("once", PASS), test("often", PASS)));
        runs.ofBase(base, List.of(test("once", PASS), test("often", FAIL)), List.of(test("often", PASS)));
        given().accept(ContentType.JSON)
                .get("/flaky?tree=" + name)
                .then()
                .body("flaky.test.test", equalTo(List.of("often", "once")))
                .body("flaky.rate.times", equalTo(List.of(2, 1)));
        assertThat(page("/flaky?tree=" + name).select("tbody tr td:eq(3)").eachText())
                .containsExactly("≈ 100 % 2 of 2", "≈ 50 % 1 of 2");
    }

    @Test
    void a_tree_shows_its_bases_and_the_first_bad_base_of_what_is_broken() {
        runs.ofBase(runs.base(tree, "1a".repeat(20)), test("falls", PASS));
        runs.ofBase(runs.base(tree, "1b".repeat(20)), test("falls", FAIL));
        Document page = page("/trees/" + name);
        assertThat(page.select(".strip > *").eachText()).containsExactly("✓", "✗");
        assertThat(page.select("h2:contains(Broken) + div tbody td").eachText())
                .contains("falls test_progs", "1b1b1b1b1b1b just now", "passed on 1a1a1a1a1a1a", "1 base run");
        assertThat(page("/").select("table.trees tbody tr").eachText())
                .anyMatch(row -> row.startsWith(name + " ✗ failed 1b1b1b1b1b1b 1 failing, just now"));
    }

    @Test
    void the_tests_of_a_run_are_found_by_name_and_outcome_broken_ones_first() {
        long run = runs.ofBase(
                runs.base(tree, "2a"), test("alpha", PASS), test("beta", FAIL), subtest("alpha", "part", PASS));
        given().accept(ContentType.JSON)
                .get("/runs/" + run + "/tests")
                .then()
                .body("tests.test.test", equalTo(List.of("beta", "alpha", "alpha")))
                .body("tests[0].finding", equalTo("KNOWN_FAILURE"));
        given().accept(ContentType.JSON)
                .get("/runs/" + run + "/tests?q=PHA/pa&outcome=PASS")
                .then()
                .body("tests.test.subtest", equalTo(List.of("part")));
        given().accept(ContentType.JSON)
                .get("/runs/" + run + "/tests?rank=2&suite=test_progs&test=alpha&subtest=&job=test_progs x86_64 gcc")
                .then()
                .body("tests.test.subtest", equalTo(List.of("part")));
        assertThat(page("/runs/" + run + "/tests").select("tbody tr").eachText())
                .containsExactly(
                        "✗ fail beta ! known failure test_progs x86_64 gcc 0.02 s",
                        "✓ pass alpha test_progs x86_64 gcc 0.02 s",
                        "✓ pass ↳ alpha/part test_progs x86_64 gcc 0.02 s");
        given().get("/runs/" + run + "/tests?outcome=GREEN")
                .then()
                .statusCode(400)
                .body(containsString("outcome=GREEN is not understood: it must be one of [PASS,"));
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

    @Test
    void what_is_broken_or_flaky_beyond_the_list_is_not_kept_quiet() {
        long base = runs.base(tree, "9d");
        runs.ofBase(base, many("broken", 200, FAIL), List.of());
        assertThat(page("/flaky?tree=" + name).text()).doesNotContain("and more");
        runs.ofBase(
                runs.base(tree, "9e"),
                Stream.concat(many("broken", 201, FAIL).stream(), many("flaky", 101, FAIL).stream())
                        .toList(),
                many("flaky", 101, PASS));
        assertThat(page("/flaky?tree=" + name).select("p:contains(and more)").eachText())
                .containsExactly("and more: these are the flakiest 100", "and more: these are the newest 200");
        assertThat(page("/trees/" + name).select("p:contains(and more)").eachText())
                .containsExactly("and more: these are the newest 200");
        given().accept(ContentType.JSON)
                .get("/flaky?tree=" + name)
                .then()
                .body("flaky", hasSize(100))
                .body("moreFlaky", equalTo(true))
                .body("broken", hasSize(200))
                .body("moreBroken", equalTo(true));
        given().accept(ContentType.JSON).get("/trees/" + name).then().body("moreBroken", equalTo(true));
        assertThat(given().get("/api/v1/flaky/denylist?tree=" + name)
                        .asString()
                        .lines()
                        .toList())
                .hasSize(101)
                .startsWith("# and more: these are the flakiest");
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

    private static List<TestReport> many(String test, int times, Outcome outcome) {
        return IntStream.range(0, times)
                .mapToObj(i -> test(test + "_%03d".formatted(i), outcome))
                .toList();
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

    private static List<String> fingerprints(String path) {
        return given().accept(ContentType.JSON)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .path("fingerprint");
    }
}
