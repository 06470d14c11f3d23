package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.PlayedRuns.test;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.protocol.Outcome.UNFIT;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.beeyard.protocol.TestReport;
import org.beeyard.sql.Sql;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the farm does when a base fails what an older one passed. */
@QuarkusTest
@TestProfile(WatchedFarm.class)
class FirstBadIT {

    @Inject
    EntityManager database;

    @ConfigProperty(name = "trees.eager.repository")
    Path upstream;

    private PlayedRuns runs;
    private PlannedRuns planned;
    private String name;
    private long tree;
    private String falls;
    private List<String> commits;

    @BeforeEach
    void a_history() throws Exception {
        runs = new PlayedRuns();
        planned = new PlannedRuns();
        name = "history " + UUID.randomUUID();
        tree = runs.tree(name);
        falls = "falls " + UUID.randomUUID();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> !rows("select name from tree where name = 'eager'").isEmpty());
        commits = new ArrayList<>();
        for (int i = 0; i <= 5; i++) {
            commits.add(WatchedFarm.commit(upstream, "commit " + i));
        }
    }

    @Test
    void the_commits_between_are_halved_until_the_first_bad_one_is_found() {
        runs.ofBase(base(0), report(true));
        long found = fails(base(5));
        assertThat(step(found, commits.get(2))).isEqualTo("test_progs x86_64 gcc only " + falls);
        answered(found, true);
        step(found, commits.get(3));
        answered(found, false);
        String sentence = falls + ": bad since " + brief(3) + ", the first bad commit; good at " + brief(2) + ".";
        assertThat(ended(found)).isEqualTo("FOUND " + sentence);
        assertThat(page("/runs/" + found).selectFirst("p.verdict").text()).contains(sentence);
        assertThat(page("/tests/test_progs/" + falls.replace(" ", "%20"))
                        .select("table.lines td")
                        .eachText())
                .anyMatch(cell -> cell.contains(sentence));
    }

    @Test
    void its_page_says_what_a_step_tries() {
        runs.ofBase(base(0), report(true));
        long found = fails(base(5));
        step(found, commits.get(2));
        assertThat(page("/runs/" + found).text())
                .contains("Looking for the first bad commit after " + brief(0) + ", run #" + stepOf(found) + " tries "
                        + brief(2));
        assertThat(page("/runs/" + stepOf(found)).selectFirst("h1").text())
                .isEqualTo("Commit " + brief(2) + " of " + name + ", to find the first bad one");
        assertThat(page("/runs").text()).contains("commit " + brief(2) + " to find the first bad one");
    }

    @Test
    void a_base_right_after_the_last_good_one_needs_no_step() {
        runs.ofBase(base(0), report(true));
        long found = fails(base(1));
        assertThat(ended(found))
                .isEqualTo("FOUND " + falls + ": bad since " + brief(1) + ", the first bad commit; good at " + brief(0)
                        + ".");
    }

    @Test
    void a_commit_that_cannot_be_tested_ends_the_search_and_it_says_so() {
        runs.ofBase(base(0), report(true));
        long found = fails(base(5));
        step(found, commits.get(2));
        given().post("/api/v1/runs/" + stepOf(found) + "/cancel").then().statusCode(200);
        assertThat(ended(found))
                .startsWith("GIVEN_UP " + falls + ": good at " + brief(0) + ", bad at " + brief(5)
                        + ", one of 5 commits is to blame; " + brief(2) + " could not be tested. ");
    }

    @Test
    void bases_whose_history_does_not_lead_from_one_to_the_other_are_told_by_what_was_adopted() throws Exception {
        runs.ofBase(base(5), report(true));
        base(1);
        long found = fails(base(2));
        step(found, commits.get(1));
        answered(found, false);
        assertThat(ended(found))
                .isEqualTo("FOUND " + falls + ": bad since " + brief(1)
                        + ", the first bad base that the farm knows; the tree's history does not lead there; good at "
                        + brief(5) + ".");
    }

    @Test
    void a_tree_has_one_search_at_a_time() {
        runs.ofBase(base(0), report(true), test("other " + falls, PASS));
        long first = fails(base(3));
        long base = base(5);
        long second = runs.ofBase(
                base,
                List.of(report(false), test("other " + falls, FAIL)),
                List.of(report(false), test("other " + falls, FAIL)));
        assertThat(ended(second))
                .isEqualTo("GIVEN_UP other " + falls
                        + ": the first bad commit was not looked for: another search was under way on this tree.");
        step(first, commits.get(1));
    }

    @Test
    void what_is_flaky_or_was_never_good_is_not_looked_for() {
        runs.ofBase(base(0), List.of(report(false)), List.of(report(true)));
        assertThat(searches(fails(base(2)))).isEmpty();
        assertThat(searches(fails(base(3)))).isEmpty();
    }

    @Test
    void a_failure_that_was_not_confirmed_is_not_looked_for() {
        runs.ofBase(base(0), report(true));
        assertThat(searches(runs.ofBase(base(3), report(false)))).isEmpty();
    }

    @Test
    void a_test_that_does_not_fit_any_more_is_looked_for_as_one_that_fails() {
        runs.ofBase(base(0), report(true));
        long found = runs.ofBase(base(1), List.of(test(falls, UNFIT)), List.of(test(falls, UNFIT)));
        assertThat(ended(found)).startsWith("FOUND " + falls + ": bad since " + brief(1));
    }

    @Test
    void the_first_commit_that_does_not_build_is_found() {
        runs.ofBase(base(0), "BUILD", "PASSED");
        long bad = base(5);
        long found = runs.ofBase(bad, "BUILD", "FAILED");
        assertThat(step(found, commits.get(2))).isEqualTo("build x86_64 gcc");
        planned.answers(stepOf(found), "FAILED");
        step(found, commits.get(1));
        planned.answers(stepOf(found), "PASSED");
        assertThat(ended(found))
                .isEqualTo("FOUND build x86_64 gcc: bad since " + brief(2) + ", the first bad commit; good at "
                        + brief(1) + ".");
        assertThat(searches(runs.ofBase(bad, "BUILD", "FAILED"))).isEmpty(); // it was looked for
        assertThat(searches(runs.ofBase(base(4), "BUILD", "FAILED"))).isEmpty(); // the one before was bad already
    }

    @Test
    void the_first_commit_on_which_the_vm_dies_is_found_by_whole_suites() {
        runs.ofBase(base(0), report(true));
        long found = runs.ofBase(base(2), "TEST", "FAILED");
        assertThat(step(found, commits.get(1))).isEqualTo("test_progs x86_64 gcc");
        planned.answers(stepOf(found), report(false)); // fails, and lives
        assertThat(step(found, commits.get(2))).isEqualTo("test_progs x86_64 gcc");
        planned.answers(stepOf(found), "TIMED_OUT");
        assertThat(ended(found))
                .isEqualTo("FOUND test_progs x86_64 gcc: bad since " + brief(2) + ", the first bad commit; good at "
                        + brief(1) + ".");
    }

    @Test
    void a_base_on_which_the_vm_died_is_no_good_one() {
        runs.ofBase(base(0), "TEST", "FAILED");
        assertThat(searches(runs.ofBase(base(1), "TEST", "FAILED"))).isEmpty();
    }

    @Test
    void a_vm_that_died_once_and_lives_on_the_same_commit_blames_no_other() {
        runs.ofBase(base(0), report(true));
        long found = runs.ofBase(base(1), "TEST", "TIMED_OUT");
        step(found, commits.get(1));
        planned.answers(stepOf(found), report(true));
        assertThat(ended(found))
                .isEqualTo("FOUND test_progs x86_64 gcc: " + brief(1)
                        + " is good when it is tried again: no commit is to blame.");
    }

    private long base(int commit) {
        return runs.base(tree, commits.get(commit));
    }

    private TestReport report(boolean good) {
        return test(falls, good ? PASS : FAIL);
    }

    private long fails(long base) {
        return runs.ofBase(base, List.of(report(false)), List.of(report(false)));
    }

    private String brief(int commit) {
        return commits.get(commit).substring(0, 12);
    }

    /** Waits for the step that tries a commit. Returns what it runs. */
    private String step(long found, String commit) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> rows(
                                "select r.at_commit from bisection b join run r on r.id = b.step_run where b.run_id = ?1",
                                found)
                        .equals(List.of(commit)));
        return rows("""
                select j.name || coalesce(' only ' || array_to_string(j.only_tests, ' '), '') from bisection b join job j on j.run_id = b.step_run where b.run_id = ?1
                """, found).getFirst();
    }

    private long stepOf(long found) {
        return Long.parseLong(rows("select cast(step_run as text) from bisection where run_id = ?1", found)
                .getFirst());
    }

    private void answered(long found, boolean good) {
        planned.answers(stepOf(found), report(good));
    }

    private String ended(long found) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> searches(found).stream().anyMatch(search -> !search.startsWith("RUNNING")));
        return searches(found).getFirst();
    }

    private List<String> searches(long found) {
        return rows("select state || coalesce(' ' || sentence, '') from bisection where run_id = ?1", found);
    }

    private List<String> rows(String sql, Object... parameters) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Sql.rows(database, sql, parameters).stream()
                        .map(row -> (String) row[0])
                        .toList());
    }

    private static Document page(String path) {
        return Jsoup.parse(given().accept(ContentType.HTML)
                .urlEncodingEnabled(false)
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString());
    }
}
