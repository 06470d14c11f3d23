package org.beeyard.web.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.beeyard.IdleFarm;
import org.beeyard.web.PlayedPages;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** What needs somebody, in one look. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class HomePageTest extends PlayedPages {

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
    void home_says_first_what_waits_for_somebody() {
        fates.hold(runs.series(runs.base(tree, "7b"), "bpf: Of a stranger"));
        Document page = page("/");
        assertThat(page.select("p.verdict.WARNING").text()).contains("for a member's approval. Look at them");
        assertThat(page(page.select("a:contains(Look at them)").attr("href"))
                        .select("table.series")
                        .text())
                .contains("bpf: Of a stranger");
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
    void home_shows_first_what_was_tested_last() {
        long base = runs.base(tree, "7a");
        runs.ofBase(base, test("falls", PASS));
        long old = runs.series(base, "bpf: Old, and tested again");
        runs.ofSeries(base, runs.series(base, "bpf: Newer"), List.of(test("falls", PASS)), List.of());
        runs.ofSeries(base, old, List.of(test("falls", PASS)), List.of());
        assertThat(page("/").select("table.series tbody tr td:eq(1)").eachText().subList(0, 2))
                .containsExactly("bpf: Old, and tested again Anna Author", "bpf: Newer Anna Author");
    }
}
