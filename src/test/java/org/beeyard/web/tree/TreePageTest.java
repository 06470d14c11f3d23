package org.beeyard.web.tree;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.beeyard.IdleFarm;
import org.beeyard.web.PlayedPages;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.Test;

/** How a tree goes over its bases. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class TreePageTest extends PlayedPages {

    @Inject
    EntityManager database;

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
    void tests_and_sizes_are_drawn_over_the_bases() {
        long old = runs.ofBase(runs.base(tree, "b1".repeat(20)), test("steady", PASS));
        runs.ofBase(runs.base(tree, "b2".repeat(20)), test("steady", PASS));
        long now = runs.ofBase(runs.base(tree, "b3".repeat(20)), test("steady", PASS), test("more", PASS));
        built(old, 10, 100);
        built(now, 12, 90);
        Document page = page("/trees/" + name);
        assertThat(page.select("figure.trend figcaption").eachText())
                .containsExactly(
                        "tests 1 to 2",
                        "kernel of x86_64 gcc 10 MiB to 12 MiB",
                        "selftests of x86_64 gcc 90 MiB to 100 MiB");
        assertThat(page.select("figure:contains(kernel of) circle title").eachText())
                .containsExactly("b1b1b1b1b1b1: 10 MiB", "b3b3b3b3b3b3: 12 MiB");
        assertThat(page.select("figure:contains(kernel of) a").eachAttr("href"))
                .containsExactly("/runs/" + old, "/runs/" + now);
        assertThat(page.select("details:contains(The sizes of x86_64 gcc) tbody tr")
                        .eachText())
                .containsExactly("b3b3b3b3b3b3 12 MiB 90 MiB", "b1b1b1b1b1b1 10 MiB 100 MiB");
    }

    @Test
    void who_does_not_see_a_line_is_told_of_its_points() {
        runs.ofBase(runs.base(tree, "b9".repeat(20)), test("steady", PASS));
        runs.ofBase(runs.base(tree, "ba".repeat(20)), test("steady", PASS), test("more", PASS));
        Element line = page("/trees/" + name).selectFirst("svg.trend");
        assertThat(line.attr("role")).as("of an image nothing can be chosen").isEqualTo("group");
        assertThat(line.attr("aria-label")).isEqualTo("Tests of each base");
        assertThat(line.select("a").eachAttr("aria-label"))
                .containsExactly("b9b9b9b9b9b9: 1 tests", "babababababa: 2 tests");
    }

    @Test
    void one_base_is_no_trend() {
        runs.ofBase(runs.base(tree, "b4".repeat(20)), test("steady", PASS));
        assertThat(page("/trees/" + name).select("figure.trend")).isEmpty();
    }

    @Test
    void a_base_keeps_its_verdict_when_another_run_of_it_comes_to_nothing() {
        long base = runs.base(tree, "b5".repeat(20));
        long judged = runs.ofBase(base, test("steady", PASS));
        runs.ofBase(base, "TEST", "ERROR");
        Elements state = page("/trees/" + name).select("#bases + div tbody td:eq(0) a");
        assertThat(state.eachText()).containsExactly("✓ passed");
        assertThat(state.attr("href")).isEqualTo("/runs/" + judged);
    }

    @Test
    void older_bases_do_not_say_how_the_tree_stands() {
        runs.ofBase(runs.base(tree, "b6".repeat(20)), test("steady", FAIL));
        long newest = runs.base(tree, "b7".repeat(20));
        runs.ofBase(newest, test("steady", PASS));
        String older = "/trees/" + name + "?before=" + newest;
        Document page = page(older);
        assertThat(page.select("#bases + div tbody tr").eachText()).hasSize(1);
        assertThat(page.select("p.verdict, p.facts:contains(judged)")).isEmpty();
        given().accept(ContentType.JSON).get(older).then().body("tree.standing", nullValue());
    }

    @Test
    void behind_the_oldest_base_there_are_no_more() {
        long oldest = runs.base(tree, "b8".repeat(20));
        assertThat(page("/trees/" + name + "?before=" + oldest)
                        .select("p.empty")
                        .first()
                        .text())
                .isEqualTo("There are no more.");
    }

    /** @param kernel MiB */
    private void built(long run, long kernel, long selftests) {
        runs.needsBuild(run);
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("""
                                insert into attempt (job_id, number, purpose, pool, state, fence, created_at, not_before, finished_at, kernel_bytes, selftests_bytes)
                                select id, 1, 'FIRST', 'none', 'PASSED', 0, now(), now(), now(), %2$d, %3$d from job where run_id = %1$d and kind = 'BUILD'
                                """.formatted(run, kernel << 20, selftests << 20))
                        .executeUpdate());
    }
}
