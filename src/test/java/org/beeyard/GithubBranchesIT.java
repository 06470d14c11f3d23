package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.beeyard.github.GithubFault;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Branches that are tested without a pull request, and those that get one later. */
@QuarkusTest
@TestProfile(GithubFarm.WithBranches.class)
class GithubBranchesIT extends BesideGithub {

    private final String branch = "devel/topic-" + number;

    @BeforeEach
    void deliveries() {
        github.beside(bare());
        github.tell(URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/hooks/github"), GithubFarm.SECRET);
    }

    @AfterEach
    void no_deliveries() {
        github.tellNobody();
    }

    @Test
    void each_push_is_a_version_and_deletion_closes() throws IOException {
        String first = pushed("two");
        soon().until(() -> state(seriesAt(first)).equals("APPLIED"));
        soon().untilAsserted(() ->
                assertThat(shown(first)).contains("in_progress beeyard-test-summary: 2 jobs wait or run"));
        given().accept(ContentType.JSON)
                .get("/api/v1/series/" + seriesAt(first))
                .then()
                .body("title", Matchers.equalTo(name))
                .body("submitter", Matchers.equalTo("A U Thor <author@example.org>"))
                .body("version", Matchers.equalTo(1));
        assertThat(given().accept(ContentType.HTML)
                        .get("/series/" + seriesAt(first))
                        .asString())
                .contains("<a href=\"" + url + "/" + REPOSITORY + "/tree/" + branch + "\">" + source() + " " + branch
                        + "</a>");
        String second = pushed("three");
        soon().until(() -> seriesAt(second) != 0 && state(seriesAt(second)).equals("APPLIED"));
        assertThat(state(seriesAt(first))).isEqualTo("SUPERSEDED");
        given().accept(ContentType.JSON)
                .get("/api/v1/series/" + seriesAt(second))
                .then()
                .body("version", Matchers.equalTo(2));
        delete();
        soon().until(() -> state(seriesAt(second)).equals("CLOSED"));
        assertThat(text("select problem from series where id = " + seriesAt(second)))
                .isEqualTo("Its branch is gone from " + source() + ".");
    }

    @Test
    void the_poll_finds_what_no_delivery_told() throws IOException {
        github.tellNobody();
        poll();
        soon().until(() -> text("select coalesce(branches, '') from github_repository where name = '" + source() + "'")
                .equals("ci-test/* devel/**"));
        String head = pushed("two");
        poll();
        soon().until(() -> seriesAt(head) != 0 && state(seriesAt(head)).equals("APPLIED"));
        delete();
        poll();
        soon().until(() -> state(seriesAt(head)).equals("CLOSED"));
    }

    @Test
    void what_was_there_before_anybody_was_to_look_is_left_alone_until_it_is_pushed() throws IOException {
        github.tellNobody();
        String old = pushed("old");
        run("update github_repository set branches = null where name = '" + source() + "'");
        poll();
        soon().until(() -> text("select coalesce(max(reason), '') from github_branch where name = '" + branch + "'")
                .equals("it was there before the farm was to look"));
        assertThat(seriesAt(old)).isZero();
        String fresh = pushed("fresh");
        poll();
        soon().until(() -> seriesAt(fresh) != 0);
    }

    @Test
    void a_branch_of_which_nothing_can_be_tested_stands_on_the_farms_page() throws IOException {
        fork.fresh();
        fork.git("push", "-q", "-f", bare().toString(), "HEAD:refs/heads/" + branch);
        soon().untilAsserted(() -> assertThat(
                        given().accept(ContentType.HTML).get("/farm").asString())
                .contains("/tree/" + branch + "\">" + branch + "</a></td><td>it has no commits</td>"));
    }

    @Test
    void a_merge_is_refused_at_the_head() throws IOException {
        String head = fork.fresh()
                .say("two")
                .commit(name)
                .merge("beside.txt", "x\n")
                .git("rev-parse", "HEAD")
                .strip();
        fork.git("push", "-q", "-f", bare().toString(), "HEAD:refs/heads/" + branch);
        soon().untilAsserted(() -> assertThat(shown(head))
                .containsExactly("failure beeyard-test-summary: Commit " + head.substring(0, 12)
                        + " (Merge it) is a merge. A series is a line of commits: rebase it onto its base."));
    }

    @Test
    void a_pull_request_takes_its_branchs_series_over_and_both_are_one_change() throws IOException {
        String head = pushed("two");
        soon().until(() -> seriesAt(head) != 0 && state(seriesAt(head)).equals("APPLIED"));
        long series = seriesAt(head);
        int pull = open();
        soon().until(() -> text("select coalesce(number, 0) || '' from github_version where series_id = " + series)
                .equals(Integer.toString(pull)));
        String next = pushed("three");
        soon().until(() -> seriesAt(next) != 0 && state(seriesAt(next)).equals("APPLIED"));
        assertThat(state(series)).isEqualTo("SUPERSEDED");
        assertThat(text("select count(*) || '' from github_version where head = '" + next + "'"))
                .isEqualTo("1");
        soon().until(() -> text("select count(*) || '' from webhook_delivery where done_at is null")
                .equals("0"));
        soon().untilAsserted(() -> assertThat(shown(next)).as("by one series").hasSize(3));
        github.close(pull, false);
        soon().until(() -> state(seriesAt(next)).equals("CLOSED"));
        String after = pushed("four");
        soon().until(() -> seriesAt(after) != 0 && state(seriesAt(after)).equals("APPLIED"));
        assertThat(text("select coalesce(number, 0) || '' from github_version where series_id = " + seriesAt(after)))
                .isEqualTo("0");
    }

    @Test
    void a_branch_whose_pull_request_is_looked_at_first_is_no_series_of_its_own() throws IOException {
        github.tellNobody();
        String head = pushed("two");
        int pull = open();
        deliver("pull_request", "\"action\": \"opened\", \"number\": " + pull, "first-" + number);
        soon().until(() -> seriesAt(head) != 0 && state(seriesAt(head)).equals("APPLIED"));
        deliver("push", "\"ref\": \"refs/heads/" + branch + "\"", "then-" + number);
        soon().until(() -> text("select coalesce(max(outcome), '') from webhook_delivery where id = 'then-" + number
                        + "'")
                .equals("A pull request has it."));
        assertThat(text("select count(*) || '' from github_version where head = '" + head + "'"))
                .isEqualTo("1");
    }

    @Test
    void a_base_that_was_made_for_one_pull_request_goes_when_that_is_closed() throws IOException {
        String made = "ci-base/topic-" + number;
        int first = open("ci-test/topic-" + number, made);
        int second = open("devel/topic-" + number, made);
        soon().until(() -> is("true", first) && is("true", second));
        github.close(first, false);
        soon().until(() -> is("false", first));
        assertThat(heads()).as("another one is to go there").contains(made);
        github.close(second, true);
        soon().until(() -> is("false", second));
        assertThat(heads()).as("it was not made for that one").contains(made);
        github.reopen(first);
        soon().until(() -> is("true", first));
        github.close(first, true);
        soon().untilAsserted(
                        () -> assertThat(heads()).doesNotContain(made).contains("main", "ci-test/topic-" + number));
    }

    @Test
    void a_base_that_may_not_be_taken_away_stays_and_the_farm_says_why_and_tries_no_more() throws IOException {
        String made = "ci-base/topic-" + number;
        int pull = open("ci-test/topic-" + number, made);
        soon().until(() -> is("true", pull));
        github.fault(GithubFault.NOT_ALLOWED, "DELETE", "/git/refs/heads/", 1);
        github.close(pull, false);
        soon().until(() -> is("false", pull));
        assertThat(error()).isEmpty();
        assertThat(given().accept(ContentType.HTML).get("/farm").asString())
                .contains("the farm may not delete " + made + ". It can where App or token have Contents: write.")
                .contains("Resource not accessible by integration");
        poll();
        soon().until(() -> text("select (not_before is not null and succeeded_at >= asked_at) || ''"
                        + " from github_repository where name = '" + source() + "'")
                .equals("true"));
        assertThat(heads()).as("it could be deleted by now").contains(made);
        github.reopen(pull);
        soon().until(() -> is("true", pull));
        github.close(pull, true);
        soon().untilAsserted(() -> assertThat(heads()).doesNotContain(made));
        soon().untilAsserted(() -> assertThat(
                        given().accept(ContentType.HTML).get("/farm").asString())
                .doesNotContain("the farm may not delete"));
    }

    /** Whether the farm has it for open. */
    private boolean is(String open, int pull) {
        return text("select open || '' from github_pull where repository = '" + source() + "' and number = " + pull)
                .equals(open);
    }

    private List<String> heads() throws IOException {
        return fork.git("ls-remote", "--heads", bare().toString())
                .lines()
                .map(line -> line.replaceFirst(".*refs/heads/", ""))
                .toList();
    }

    /** A pull request of one commit, between branches that are made for it. */
    private int open(String head, String base) throws IOException {
        fork.fresh();
        fork.git("push", "-q", "-f", bare().toString(), "HEAD:refs/heads/" + base);
        fork.say(head).commit(name + " of " + head);
        fork.git("push", "-q", "-f", bare().toString(), "HEAD:refs/heads/" + head);
        return pull(head, base);
    }

    @Test
    void other_branches_are_nobodys_series() throws IOException {
        String head =
                fork.fresh().say("two").commit(name).git("rev-parse", "HEAD").strip();
        fork.git(
                "push",
                "-q",
                "-f",
                bare().toString(),
                "HEAD:refs/heads/other-" + number,
                "HEAD:refs/heads/ci-test/a/" + number);
        poll();
        soon().until(() -> text("select count(*) || '' from webhook_delivery where done_at is null")
                .equals("0"));
        assertThat(seriesAt(head)).isZero();
    }

    private Path bare() {
        return Path.of(URI.create(git));
    }

    private String pushed(String word) throws IOException {
        fork.fresh().say(word).commit(name);
        fork.git("push", "-q", "-f", bare().toString(), "HEAD:refs/heads/" + branch);
        return fork.git("rev-parse", "HEAD").strip();
    }

    private void delete() throws IOException {
        fork.git("push", "-q", bare().toString(), ":refs/heads/" + branch);
    }

    /** A pull request of the branch, by the API. */
    private int open() {
        return pull(branch, "main");
    }

    private int pull(String head, String base) {
        return given().baseUri(github.url().toString())
                .port(github.url().getPort())
                .header("Authorization", "Bearer " + org.beeyard.github.FakeGithub.TOKEN)
                .contentType(ContentType.JSON)
                .body("{\"title\": \"" + name + "\", \"head\": \"" + head + "\", \"base\": \"" + base + "\"}")
                .post("/api/v3/repos/" + REPOSITORY + "/pulls")
                .then()
                .statusCode(201)
                .extract()
                .path("number");
    }
}
