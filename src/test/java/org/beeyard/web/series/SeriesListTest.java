package org.beeyard.web.series;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
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
import org.beeyard.IdleFarm;
import org.beeyard.web.PlayedPages;
import org.junit.jupiter.api.Test;

/** Series in lists: which ones, and what is said of each. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class SeriesListTest extends PlayedPages {

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
        fates.hold(waiting);
        fates.ended(runs.series(base, "bpf: Replaced before it ran"), "SUPERSEDED", "");
        long replaced = runs.series(base, "bpf: Replaced");
        runs.ofSeries(base, replaced, List.of(test("falls", FAIL)), List.of());
        fates.ended(replaced, "SUPERSEDED", "");
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
    void a_series_is_blamed_in_its_dots_for_what_is_new_only() {
        long base = runs.base(tree, "7c");
        runs.ofBase(base, test("falls", FAIL));
        runs.ofSeries(base, runs.series(base, "bpf: Innocent"), List.of(test("falls", FAIL)), List.of());
        assertThat(page("/series?tree=" + name).select("table.series td:eq(4)").eachText())
                .containsExactly("! x86_64");
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
}
