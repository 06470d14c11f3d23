package org.beeyard.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.subtest;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.PlayedRuns;
import org.beeyard.blob.BlobStore;
import org.beeyard.history.SplatHistory;
import org.beeyard.protocol.LeftName;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The pages that tell what tests, trees and series did over time. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class HistoryPagesTest {

    private static final String HOSTILE = "<script>alert(1)</script> & \"quoted\" ../../etc";

    private PlayedRuns runs;
    private String name;
    private long tree;

    @BeforeEach
    void begin(TestInfo info) {
        runs = new PlayedRuns();
        name = "tree_" + info.getTestMethod().orElseThrow().getName();
        tree = runs.tree(name);
    }

    @Test
    void a_test_shows_how_it_stands_since_when_and_how_often_it_is_flaky() {
        runs.ofBase(runs.base(tree, "c1".repeat(20)), test("historic", PASS));
        runs.ofBase(runs.base(tree, "c2".repeat(20)), test("historic", FAIL));
        Document page = page("/tests/test_progs/historic");
        assertThat(page.selectFirst("h1").text()).isEqualTo("historic");
        assertThat(page.select("table.lines tbody tr td").eachText())
                .startsWith(name, "x86_64 gcc kvm", "✗ fail since c2c2c2c2c2c2, just now; last good c1c1c1c1c1c1")
                .contains("0 of 2", "1 of 2", "0.02 s");
        assertThat(page.select(".strip > *")).hasSize(30);
        assertThat(page.select(".strip > *").last().attr("title"))
                .endsWith(": 1 × failed on a base, 1 × passed on a base");
        assertThat(page.select("details pre").text()).isEqualTo("historic says why");
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
                .contains("falls test_progs", "1b1b1b1b1b1b just now", "1a1a1a1a1a1a", "1 base run");
        assertThat(page("/").select("table.trees tbody tr").eachText())
                .anyMatch(row -> row.startsWith(name + " ✗ failed 1b1b1b1b1b1b 1 failing, just now"));
    }

    @Test
    void home_says_since_when_a_tree_is_red_and_what_is_not_judged_yet() {
        runs.ofBase(runs.base(tree, "8a".repeat(20)), test("falls", PASS));
        long since = runs.ofBase(runs.base(tree, "8b".repeat(20)), test("falls", FAIL));
        long newest = runs.ofBase(runs.base(tree, "8c".repeat(20)), test("falls", FAIL));
        runs.base(tree, "8d".repeat(20));
        Element cell = page("/").selectFirst("table.trees tbody tr:has(a[href=/trees/" + name + "]) td:eq(1)");
        assertThat(cell.text())
                .isEqualTo(
                        "✗ failed 8c8c8c8c8c8c 1 failing, since 8b8b8b8b8b8b, just now 8d8d8d8d8d8d not run, just now");
        assertThat(cell.select("a").eachAttr("href")).containsExactly("/runs/" + newest, "/runs/" + since);
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
    void a_series_under_way_says_how_long_it_will_take_by_the_last_one() {
        long base = runs.base(tree, "8a");
        runs.ofBase(base, test("falls", PASS));
        runs.took(
                runs.ofSeries(base, runs.series(base, "bpf: Before"), List.of(test("falls", PASS)), List.of()),
                Duration.ofMinutes(10));
        long series = runs.series(base, "bpf: Under way");
        runs.queued(base, series);
        for (String list : List.of("/", "/series?tree=" + name)) {
            assertThat(page(list)
                            .select("table.series tr:contains(bpf: Under way) td")
                            .eachText())
                    .as(list)
                    .contains("0 of 1 0 of 1 jobs, about 10 min left");
        }
        given().accept(ContentType.JSON)
                .get("/series?tree=" + name)
                .then()
                .body("secondsLeft", equalTo(java.util.Arrays.asList(600, null)));
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
    void series_are_listed_by_verdict_words_author_and_day() {
        long base = runs.base(tree, "4a");
        runs.ofBase(base, test("falls", PASS));
        runs.ofSeries(base, runs.series(base, "bpf: Listed and broken"), List.of(test("falls", FAIL)), List.of());
        runs.ofSeries(base, runs.series(base, "bpf: Listed and good"), List.of(test("falls", PASS)), List.of());
        String all = "/series?tree=" + name;
        assertThat(titles(all)).containsExactly("bpf: Listed and good", "bpf: Listed and broken");
        assertThat(titles(all + "&verdict=FAILED")).containsExactly("bpf: Listed and broken");
        assertThat(titles(all + "&q=list broke")).containsExactly("bpf: Listed and broken");
        assertThat(titles(all + "&author=ANNA@example.org&q=")).hasSize(2);
        assertThat(titles(all + "&author=100%25")).isEmpty();
        assertThat(titles(all + "&since=2999-01-01")).isEmpty();
        given().get("/series?since=yesterday").then().statusCode(400).body(containsString("a day such as"));
        assertThat(page(all + "&verdict=FAILED").select("table.series tbody td").eachText())
                .contains("✗ failed", "✗ x86_64")
                .anyMatch(cell -> cell.startsWith("1 new 1 new failure in 1 test: falls."));
    }

    @Test
    void a_series_shows_only_what_differs_and_what_is_known_of_it() {
        long base = runs.base(tree, "5a");
        runs.ofBase(base, test("falls", PASS), test("fine", PASS));
        long series = runs.series(base, "bpf: Explained");
        runs.ofSeries(base, series, List.of(test("falls", FAIL), test("fine", PASS)), List.of(test("falls", FAIL)));
        Document page = page("/series/" + series);
        assertThat(page.select("table.findings tbody tr")).hasSize(1);
        assertThat(page.select("table.findings .known").text())
                .isEqualTo("history: never flaky in 2, failed with 1 of 1 series in 30 days");
    }

    @Test
    void a_known_failure_says_since_which_base_the_tree_has_it() {
        runs.ofBase(runs.base(tree, "5b".repeat(20)), test("old_trouble", PASS));
        runs.ofBase(runs.base(tree, "5c".repeat(20)), test("old_trouble", FAIL));
        long base = runs.base(tree, "5d".repeat(20));
        runs.ofBase(base, test("old_trouble", FAIL));
        long series = runs.series(base, "bpf: Not to blame");
        runs.ofSeries(base, series, List.of(test("old_trouble", FAIL)), List.of(test("old_trouble", FAIL)));
        assertThat(page("/series/" + series)
                        .select("table.findings tbody td:eq(1)")
                        .text())
                .contains("fails on the tree since 5c5c5c5c5c5c, just now");
    }

    @Test
    void a_failure_can_be_run_again_from_the_page_of_its_series_and_from_what_moves_there() {
        long base = runs.base(tree, "5e".repeat(20));
        runs.ofBase(base, test("falls", PASS));
        long series = runs.series(base, "bpf: To be run again");
        long run = runs.ofSeries(base, series, List.of(test("falls", FAIL)), List.of());
        runs.leaves(run, LeftName.GUEST, new BlobStore.Blob("5e".repeat(32), 100), false);
        assertThat(page("/series/" + series)
                        .select("table.findings details.reproduce pre")
                        .text())
                .contains("/reproduce.tar | tar -x && ")
                .endsWith("/reproduce.sh falls");
        assertThat(given().accept("text/event-stream")
                        .get("/api/v1/runs/" + run + "/events")
                        .asString())
                .contains("event:done", "/reproduce.sh falls");
    }

    @Test
    void versions_show_their_verdicts_the_newest_first_each_to_be_compared_with_the_one_before() {
        long base = runs.base(tree, "5f".repeat(20));
        runs.ofBase(base, test("falls", PASS));
        long first = runs.series(base, "bpf: Twice");
        long a = runs.ofSeries(base, first, List.of(test("falls", FAIL)), List.of());
        long second = runs.nextVersion(first);
        long b = runs.ofSeries(base, second, List.of(test("falls", PASS)), List.of());
        Document page = page("/series/" + second);
        assertThat(page.select("h2:contains(Versions) + div tbody tr").eachText())
                .containsExactly(
                        "v2 ✓ passed No failures in 1 test. against the one before just now",
                        "v1 ✗ failed 1 new failure in 1 test: falls. just now");
        assertThat(page.select("a:contains(against the one before)").attr("href"))
                .isEqualTo("/compare?a=" + a + "&b=" + b);
    }

    @Test
    void home_says_first_what_waits_for_somebody() {
        runs.hold(runs.series(runs.base(tree, "7b"), "bpf: Of a stranger"));
        Document page = page("/");
        assertThat(page.select("p.verdict.WARNING").text()).contains("for a member's approval. Look at them");
        assertThat(page(page.select("a:contains(Look at them)").attr("href"))
                        .select("table.series")
                        .text())
                .contains("bpf: Of a stranger");
    }

    @Test
    void a_series_is_blamed_in_its_dots_for_what_is_new_only() {
        long base = runs.base(tree, "7c");
        runs.ofBase(base, test("falls", FAIL));
        runs.ofSeries(base, runs.series(base, "bpf: Innocent"), List.of(test("falls", FAIL)), List.of());
        assertThat(page("/series?tree=" + name).select("table.series td:eq(4)").eachText())
                .containsExactly("! x86_64");
    }

    @Test
    void a_job_that_failed_by_what_the_base_has_too_is_no_more_than_a_warning() {
        long base = runs.base(tree, "7d");
        long alone = runs.ofBase(base, test("falls", FAIL), test("fine", PASS));
        long innocent = runs.ofSeries(
                base, runs.series(base, "bpf: Blameless"), List.of(test("falls", FAIL), test("fine", PASS)), List.of());
        long guilty = runs.ofSeries(
                base, runs.series(base, "bpf: To blame"), List.of(test("falls", FAIL), test("fine", FAIL)), List.of());
        assertThat(stateOfJob(alone)).isEqualTo("✗ failed");
        assertThat(stateOfJob(innocent)).isEqualTo("! failed");
        assertThat(stateOfJob(guilty)).isEqualTo("✗ failed");
    }

    private static String stateOfJob(long run) {
        return page("/runs/" + run)
                .select("tr:has(td a[href^=/jobs/]) td:eq(1) > .state")
                .last()
                .text();
    }

    @Test
    void home_parts_what_is_finished_from_what_is_under_way() {
        long base = runs.base(tree, "7e");
        runs.ofBase(base, test("falls", PASS));
        runs.ofSeries(base, runs.series(base, "bpf: Over"), List.of(test("falls", FAIL)), List.of());
        runs.queued(base, runs.series(base, "bpf: Not over"));
        Document page = page("/");
        assertThat(page.select("h2:contains(Just finished) + div").text()).contains("bpf: Over");
        assertThat(page.select("h2:contains(Under way) + div").text())
                .contains("bpf: Not over")
                .doesNotContain("bpf: Over");
        assertThat(page.select("p.sum a").eachAttr("href")).contains("/series?verdict=FAILED", "#under-way");
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
    void words_without_a_letter_or_digit_find_no_series() {
        runs.series(runs.base(tree, "6a"), "bpf: Not to be found");
        assertThat(titles("/series?tree=" + name + "&q=%21%21")).isEmpty();
        assertThat(page("/search?q=%21%21").select("table.series")).isEmpty();
    }

    @Test
    void home_shows_first_what_was_tested_last() {
        long base = runs.base(tree, "7a");
        runs.ofBase(base, test("falls", PASS));
        long old = runs.series(base, "bpf: Old, and tested again");
        runs.ofSeries(base, runs.series(base, "bpf: Newer"), List.of(test("falls", PASS)), List.of());
        runs.ofSeries(base, old, List.of(test("falls", PASS)), List.of());
        assertThat(page("/").select("table.series tbody tr td:eq(1)").eachText().subList(0, 2))
                .containsExactly("bpf: Old, and tested again Anna Author", "bpf: Newer Anna Author");
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

    private List<String> titles(String path) {
        return given().accept(ContentType.JSON)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .path("title");
    }

    private static List<String> fingerprints(String path) {
        return given().accept(ContentType.JSON)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .path("fingerprint");
    }

    private static Document page(String path) {
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
}
