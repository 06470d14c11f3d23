package org.beeyard.web.series;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.subtest;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.beeyard.IdleFarm;
import org.beeyard.blob.BlobStore;
import org.beeyard.protocol.LeftName;
import org.beeyard.protocol.TestReport;
import org.beeyard.web.PlayedPages;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

/** The page of a series, and what scripts are told: what differs from the base, and what is known of it. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class SeriesPageTest extends PlayedPages {

    @Test
    void a_series_that_the_farm_cannot_test_is_the_farms_error_to_scripts() {
        long series = runs.series(runs.base(tree, "9f"), "bpf: Untestable");
        fates.untestable(series, "No pool builds for it.");
        assertThat(given().get("/api/v1/series/" + series + "/progress").asString())
                .startsWith("state ERROR\nsay No pool builds for it.\n");
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
    void scripts_are_told_what_is_under_way_for_a_series_be_it_of_its_base() {
        long base = runs.base(tree, "5d".repeat(20));
        long ofBase = runs.ofBase(base, test("steady", PASS));
        long series = runs.series(base, "bpf: Waits for its base");
        long run = runs.queued(base, series);
        String progress = "/api/v1/series/" + series + "/progress";
        assertThat(given().get(progress).asString())
                .isEqualTo("state WAITING\nsay waiting for a slot …\npage /runs/" + run + "\n");
        runs.underway(ofBase, "running test_progs", 50, 100);
        assertThat(given().get(progress).asString())
                .contains("say base: test_progs x86_64 gcc: running test_progs 50 of 100, about 10 min left\n");
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
        long second = fates.nextVersion(first);
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
}
