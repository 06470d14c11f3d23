package org.beeyard.web.test;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.many;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.protocol.Outcome.SKIP;
import static org.beeyard.protocol.Outcome.UNFIT;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.List;
import java.util.stream.Stream;
import org.beeyard.IdleFarm;
import org.beeyard.web.PlayedPages;
import org.junit.jupiter.api.Test;

/** What is flaky on a tree, and what is broken there. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class FlakyPageTest extends PlayedPages {

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
}
