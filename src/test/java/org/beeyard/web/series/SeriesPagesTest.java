package org.beeyard.web.series;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.subtest;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.beeyard.IdleFarm;
import org.beeyard.blob.BlobStore;
import org.beeyard.protocol.LeftName;
import org.beeyard.protocol.TestReport;
import org.beeyard.web.PlayedPages;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;

/** The pages of series: what differs from the base, and what is known of it. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class SeriesPagesTest extends PlayedPages {

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
    void a_series_that_the_farm_cannot_test_is_the_farms_error_to_scripts() {
        long series = runs.series(runs.base(tree, "9f"), "bpf: Untestable");
        runs.untestable(series, "No pool builds for it.");
        assertThat(given().get("/api/v1/series/" + series + "/progress").asString())
                .startsWith("state ERROR\nsay No pool builds for it.\n");
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
    void series_are_listed_by_their_own_state_when_no_run_speaks_for_them() {
        long base = runs.base(tree, "4c");
        runs.ofBase(base, test("falls", PASS));
        String all = "/series?tree=" + name + "&verdict=";
        long waiting = runs.series(base, "bpf: Waits");
        runs.hold(waiting);
        runs.ended(runs.series(base, "bpf: Replaced before it ran"), "SUPERSEDED", "");
        long replaced = runs.series(base, "bpf: Replaced");
        runs.ofSeries(base, replaced, List.of(test("falls", FAIL)), List.of());
        runs.ended(replaced, "SUPERSEDED", "");
        assertThat(titles(all + "RECEIVED")).containsExactly("bpf: Waits");
        assertThat(titles(all + "RECEIVED&before=" + waiting)).isEmpty();
        assertThat(titles(all + "SUPERSEDED")).containsExactly("bpf: Replaced before it ran");
        assertThat(titles(all + "FAILED")).containsExactly("bpf: Replaced");
        assertThat(titles(all + "FAILED&before=" + replaced)).isEmpty();
        assertThat(titles(all + "SO_SO")).isEmpty();
    }

    @Test
    void series_are_listed_by_the_verdict_of_their_newest_run_only() {
        long base = runs.base(tree, "4d");
        runs.ofBase(base, test("falls", PASS));
        long series = runs.series(base, "bpf: Tested twice");
        runs.ofSeries(base, series, List.of(test("falls", FAIL)), List.of());
        runs.ofSeries(base, series, List.of(test("falls", PASS)), List.of());
        runs.ofSeries(base, runs.series(base, "bpf: Tested once"), List.of(test("falls", PASS)), List.of());
        String all = "/series?tree=" + name + "&verdict=";
        assertThat(titles(all + "FAILED")).isEmpty();
        assertThat(titles(all + "PASSED")).containsExactly("bpf: Tested once", "bpf: Tested twice");
    }

    @Test
    void an_architecture_has_failed_also_when_its_suite_passed() {
        long base = runs.base(tree, "4b");
        runs.ofBase(base, test("falls", PASS));
        runs.passedItself(runs.ofSeries(
                base, runs.series(base, "bpf: Listed and warned of"), List.of(test("falls", FAIL)), List.of()));
        assertThat(page("/series?tree=" + name).select("table.series tbody td").eachText())
                .contains("✗ failed", "✗ x86_64");
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
    void what_a_page_has_no_room_for_it_counts() {
        long base = runs.base(tree, "5a".repeat(20));
        runs.ofBase(base, test("steady", PASS));
        long series = runs.series(base, "bpf: Breaks everything");
        long run = runs.ofSeries(base, series, broken(200, 2), List.of());
        Document page = page("/runs/" + run);
        String more = "p:has(a[href=/runs/" + run + "/tests]):contains(more)";
        assertThat(page.select(more).text()).isEqualTo("and 100 more: all its tests");
        assertThat(page("/series/" + series).select(more).text()).isEqualTo("and 500 more: all its tests");
        String job = page.select("td a[href^=/jobs/]").attr("href");
        assertThat(page(job).select(more).text()).isEqualTo("and 100 more: all tests of its run");
    }

    @Test
    void scripts_are_told_of_every_test_that_newly_fails_however_many_subtests_do() {
        long base = runs.base(tree, "5c".repeat(20));
        runs.ofBase(base, test("steady", PASS));
        long series = runs.series(base, "bpf: Breaks everything for scripts");
        runs.ofSeries(base, series, broken(200, 2), List.of());
        assertThat(given().get("/api/v1/series/" + series + "/progress")
                        .asString()
                        .lines())
                .filteredOn(line -> line.startsWith("new "))
                .hasSize(200)
                .first()
                .isEqualTo("new test_progs x86_64 gcc\tbreaks_0000");
    }

    /** Beside one test that passes. */
    private static List<TestReport> broken(int tests, int subtests) {
        return Stream.concat(
                        Stream.of(test("steady", PASS)),
                        IntStream.range(0, tests)
                                .mapToObj("breaks_%04d"::formatted)
                                .flatMap(broken -> Stream.concat(
                                        Stream.of(test(broken, FAIL)),
                                        IntStream.range(0, subtests)
                                                .mapToObj(part -> subtest(broken, "part " + part, FAIL)))))
                .toList();
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
    void what_does_not_apply_any_more_is_listed_with_that_and_not_with_the_verdict_from_before() {
        long series = passed("9a", "bpf: Applied once");
        runs.ended(series, "CONFLICT", "Patch 1/1 does not apply.");
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
        runs.ended(series, "CONFLICT", "Patch 1/1 does not apply.");
        Document page = page("/series/" + series);
        assertThat(page.select("p.verdict").text()).isEqualTo("✗ Patch 1/1 does not apply.");
        assertThat(page.select("h2:contains(Runs) + ul li").text()).endsWith("✓ passed No failures in 1 test.");
    }

    @Test
    void what_waits_to_be_tested_again_is_under_way_and_not_passed() {
        long series = passed("9c", "bpf: Once more");
        runs.hold(series);
        assertThat(page("/series/" + series).select("p.verdict").text()).isEqualTo("… received");
        assertThat(page("/").select("h2:contains(Under way) + div").text()).contains("bpf: Once more");
    }

    @Test
    void scripts_are_told_of_what_does_not_apply_any_more_and_not_of_the_run_before() {
        long series = passed("9d", "bpf: Applied once");
        runs.ended(series, "CONFLICT", "Patch 1/1 does not apply.");
        assertThat(given().get("/api/v1/series/" + series + "/progress").asString())
                .isEqualTo("state CONFLICT\nsay Patch 1/1 does not apply.\npage /series/" + series + "\n");
    }

    @Test
    void a_version_that_does_not_apply_any_more_is_shown_so_to_the_next() {
        long first = passed("9e", "bpf: Applied once");
        runs.ended(first, "CONFLICT", "Patch 1/1 does not apply.");
        assertThat(page("/series/" + runs.nextVersion(first))
                        .select("h2:contains(Versions) + div tbody tr")
                        .last()
                        .text())
                .isEqualTo("v1 ✗ conflict Patch 1/1 does not apply. just now");
    }

    @Test
    void a_version_keeps_its_verdict_when_it_is_superseded_and_says_by_which() {
        long first = passed("a1", "bpf: Sent three times");
        runs.over(first, "SUPERSEDED", null);
        long second = runs.nextVersion(first);
        runs.over(second, "SUPERSEDED", null);
        long third = runs.nextVersion(second);
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
        runs.over(series, "CLOSED", "It was accepted on <patchwork>.");
        assertThat(page("/series/" + series).select("p.verdict").text())
                .isEqualTo("✓ passed: No failures in 1 test. ⊘ closed: It was accepted on <patchwork>.");
    }

    @Test
    void lists_say_of_a_verdict_that_nobody_waits_for_it_any_more() {
        long first = passed("a3", "bpf: Sent twice");
        runs.over(first, "SUPERSEDED", null);
        long second = runs.nextVersion(first);
        for (String list : List.of("/", "/series?tree=" + name)) {
            Document page = page(list);
            assertThat(verdict(page, first)).as(list).isEqualTo("✓ passed superseded");
            assertThat(verdict(page, second)).as(list).isEqualTo("… applied");
        }
        runs.over(second, "CLOSED", "It was accepted.");
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
        runs.over(series, "SUPERSEDED", null);
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
    void series_are_found_by_any_word_of_a_prefix_with_a_slash() {
        runs.series(runs.base(tree, "6b"), "selftests/bpf: Add test_progs-cpuv4 to kernel/bpf/verifier.c");
        String all = "/series?tree=" + name + "&q=";
        for (String text : List.of(
                "bpf",
                "selftests",
                "selftests/bpf",
                "selftests/bp",
                "SELFTESTS/BPF: add",
                "test_progs",
                "progs",
                "cpuv4",
                "verifier.c",
                "kernel/bpf/verif",
                "c",
                "'bpf'",
                "add | bpf",
                "bpf\\")) {
            assertThat(titles(all + text)).as(text).hasSize(1);
        }
        for (String text : List.of("elftests", "selftests/xdp", "bpf nothing")) {
            assertThat(titles(all + text)).as(text).isEmpty();
        }
    }

    @Test
    void series_are_found_by_the_author_s_address_and_its_parts() {
        runs.series(runs.base(tree, "6c"), "bpf: Written by Anna");
        String all = "/series?tree=" + name;
        for (String text :
                List.of("anna@example.org", "<anna@example.org>", "example.org", "ann@exam", "author", "org")) {
            assertThat(titles(all + "&q=" + text)).as(text).hasSize(1);
            assertThat(titles(all + "&author=" + text)).as(text).hasSize(1);
        }
        assertThat(titles(all + "&author=written")).isEmpty();
        assertThat(titles(all + "&author=anna@example.com")).isEmpty();
    }

    @Test
    void series_are_found_in_every_alphabet() {
        runs.series(runs.base(tree, "6d"), "bpf: Проверка/Übung für Jörg");
        for (String text : List.of("провер", "Übung", "übung für", "jörg")) {
            assertThat(titles("/series?tree=" + name + "&q=" + text)).as(text).hasSize(1);
        }
    }

    @Test
    void words_without_a_letter_or_digit_find_no_series() {
        runs.series(runs.base(tree, "6a"), "bpf: Not to be found");
        assertThat(titles("/series?tree=" + name + "&q=!!")).isEmpty();
        assertThat(titles("/series?tree=" + name + "&author=!!")).isEmpty();
        assertThat(page("/search?q=%21%21").select("table.series")).isEmpty();
    }

    private static List<String> titles(String path) {
        return given().accept(ContentType.JSON)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .path("title");
    }
}
