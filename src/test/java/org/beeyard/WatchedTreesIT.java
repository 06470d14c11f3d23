package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.beeyard.sql.Sql;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bases that are run without a series: as soon as they are there, or when it is time. */
@QuarkusTest
@TestProfile(WatchedFarm.class)
class WatchedTreesIT {

    private static Duration ahead = Duration.ZERO;

    @Inject
    EntityManager database;

    @Inject
    SteppedClock clock;

    @ConfigProperty(name = "trees.eager.repository")
    Path upstream;

    private PlannedRuns runs;

    @BeforeEach
    void begin() {
        runs = new PlannedRuns();
    }

    @Test
    void every_new_base_of_a_tree_is_run_as_soon_as_it_is_seen_and_once() throws Exception {
        later(Duration.ofMinutes(6));
        looked("eager");
        soon().until(() -> wanted("eager") == 0);
        int before = runsOf("eager").size();
        assertThat(before).isPositive();
        String newest = WatchedFarm.commit(upstream, "newest");
        later(Duration.ofMinutes(6));
        soon().until(() -> runsOf("eager").size() == before + 1);
        assertThat(runsOf("eager").getLast()).isEqualTo(newest);
        later(Duration.ofMinutes(6));
        looked("eager");
        assertThat(wanted("eager")).isZero();
        assertThat(runsOf("eager")).hasSize(before + 1);
    }

    @Test
    void the_newest_base_is_run_at_its_time_and_again_when_it_was_judged() {
        int before = settled("stable");
        later(Duration.ofDays(1));
        soon().until(() -> runsOf("stable").size() == before + 1);
        assertThat(settled("stable")).isEqualTo(before + 1);
        later(Duration.ofDays(1));
        soon().until(() -> runsOf("stable").size() == before + 2);
        assertThat(runsOf("stable").stream().distinct()).hasSize(1);
    }

    @Test
    void a_time_that_was_missed_is_made_up_once() {
        int before = settled("stable");
        later(Duration.ofDays(5));
        soon().until(() -> runsOf("stable").size() == before + 1);
        settled("stable");
        looked("stable");
        assertThat(runsOf("stable")).hasSize(before + 1);
    }

    @Test
    void a_run_that_is_under_way_is_as_good_as_another() {
        settled("stable");
        later(Duration.ofDays(1));
        looked("stable");
        soon().until(() -> wanted("stable") == 0);
        int before = runsOf("stable").size();
        later(Duration.ofDays(1));
        looked("stable");
        soon().until(() -> wanted("stable") == 0);
        assertThat(runsOf("stable")).hasSize(before);
    }

    @Test
    void a_series_does_not_wait_for_a_run_that_was_planned_after_its_own() {
        later(Duration.ofDays(1));
        soon().until(() -> !runsOf("stable").isEmpty());
        settled("stable");
        int series = IdleFarm.submitted(IdleFarm.mail("[PATCH stable] demo: Beside a base", "one", "beside"));
        soon().until(() -> runOf(series) > 0);
        later(Duration.ofDays(1));
        soon().until(() -> unfinished("stable") == 1);
        endSeries(series);
        soon().until(() ->
                given().get("/api/v1/runs/" + runOf(series)).path("run.state").equals("PASSED"));
        assertThat(unfinished("stable")).isEqualTo(1);
    }

    @Test
    void a_series_that_comes_while_its_base_is_run_again_stands_on_the_run_that_has_ended() {
        later(Duration.ofDays(1));
        soon().until(() -> !runsOf("stable").isEmpty());
        settled("stable");
        later(Duration.ofDays(1));
        soon().until(() -> unfinished("stable") == 1);
        int series = IdleFarm.submitted(IdleFarm.mail("[PATCH stable] demo: Within a run", "one", "within"));
        soon().until(() -> runOf(series) > 0);
        soon().until(() -> given().get("/api/v1/runs/" + runOf(series))
                .path("jobs[0].state")
                .equals("QUEUED"));
        endSeries(series);
        soon().until(() ->
                given().get("/api/v1/runs/" + runOf(series)).path("run.state").equals("PASSED"));
        assertThat(unfinished("stable")).isEqualTo(1);
    }

    @Test
    void the_trees_page_says_when_its_newest_base_runs_next() {
        later(Duration.ofDays(1));
        soon().until(() -> !runsOf("stable").isEmpty());
        looked("stable");
        assertThat(texts("/trees/stable", "p.facts"))
                .anyMatch(words ->
                        words.matches("The newest base runs in \\d+ (s|min|h), by 30 3 \\* \\* \\* \\(UTC\\)"));
        given().accept(ContentType.JSON).get("/trees/stable").then().statusCode(200);
        assertThat(given().accept(ContentType.JSON).get("/trees/stable").<List<String>>path("coming.errand"))
                .containsExactly("AGAIN");
    }

    @Test
    void a_tree_that_cannot_be_looked_at_is_told_of() {
        looked("gone");
        assertThat(texts("/", "p.verdict.ERROR"))
                .anyMatch(words ->
                        words.startsWith("⚠ The tree gone could not be looked at: There is no git repository at "));
        assertThat(texts("/trees/gone", "p.facts"))
                .anyMatch(
                        words -> words.matches(
                                "Every new base is run; the next look is in \\d+ (s|min) ⚠ last time that failed: There is no git repository at .*"));
    }

    private static List<String> texts(String page, String which) {
        return Jsoup.parse(given().accept(ContentType.HTML)
                        .get(page)
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .select(which)
                .eachText();
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }

    private void later(Duration by) {
        ahead = ahead.plus(by);
        clock.set(ahead);
    }

    /** The commits of the tree's runs, the oldest run first. */
    private List<String> runsOf(String tree) {
        return rows("""
                select b.commit_id from run r join base b on b.id = r.base_id join tree t on t.id = b.tree_id
                 where t.name = ?1 and r.kind = 'BASE' order by r.id
                """, tree);
    }

    /** Ends the runs of the tree's bases. Returns how many there are. */
    private int settled(String tree) {
        soon().until(() -> {
            if (!runsOf(tree).isEmpty()) {
                runs.endBase(runs.newestBase(tree));
            }
            return wanted(tree) == 0 && unfinished(tree) == 0;
        });
        return runsOf(tree).size();
    }

    private void looked(String tree) {
        soon().until(() -> rows(
                        "select tree from timetable where tree = ?1 and due_at <= now() + ?2 * interval '1 second'",
                        tree,
                        ahead.toSeconds())
                .isEmpty());
    }

    private int wanted(String tree) {
        return rows(
                        "select t.name from base b join tree t on t.id = b.tree_id where t.name = ?1 and b.run_wanted is not null",
                        tree)
                .size();
    }

    private int unfinished(String tree) {
        return rows("""
                select t.name from run r join base b on b.id = r.base_id join tree t on t.id = b.tree_id
                 where t.name = ?1 and r.kind = 'BASE' and r.finished_at is null
                """, tree).size();
    }

    private static int runOf(int series) {
        List<Integer> ids = given().get("/api/v1/series/" + series).path("runs.id");
        return ids.isEmpty() ? 0 : ids.getFirst();
    }

    private void endSeries(int series) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, """
                        update job set state = 'PASSED', sentence = 'Ended.' where run_id in (select id from run where series_id = ?1)
                        """, (long) series).executeUpdate());
    }

    private List<String> rows(String sql, Object... parameters) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Sql.rows(database, sql, parameters).stream()
                        .map(row -> (String) row[0])
                        .toList());
    }
}
