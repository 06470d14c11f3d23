package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.beeyard.github.FakeGithub;
import org.beeyard.github.GithubFault;
import org.junit.jupiter.api.Test;

/** What people do on GitHub: approvals, commands in comments, and the button to run a check again. */
@QuarkusTest
@TestProfile(GithubFarm.class)
class GithubActsIT extends BesideGithub {

    @Test
    void has_strangers_wait_for_a_member_whatever_they_do() throws IOException {
        String head = opened("stranger");
        soon().untilAsserted(
                        () -> assertThat(shown(head))
                                .containsExactly(
                                        "in_progress beeyard-test-summary: Waits until a member approves it: its author is not known here"));
        assertThat(given().accept(ContentType.HTML).get("/farm").asString()).contains("waits for approval");
        long own = comment("stranger", "/approve");
        soon().until(() -> outcome(own).equals("stranger is no member."));
        github.close(number, false);
        tell("closed");
        soon().until(() -> state().equals("CLOSED"));
        github.reopen(number);
        tell("reopened");
        soon().until(() -> state().equals("RECEIVED"));
        long retest = comment("maria", "/retest");
        soon().until(() -> outcome(retest).equals("The series cannot be tested again as it stands."));
        assertThat(state()).isEqualTo("RECEIVED");
        Awaitility.await().pollDelay(Duration.ofMillis(1100)).until(() -> true); // GitHub's seconds
        long approval = comment("maria", "Looks harmless.\n\n/approve\n");
        soon().until(() -> state().equals("APPLIED"));
        assertThat(outcome(approval)).isEqualTo("Series " + series() + " is approved.");
        assertThat(text("select who || ' ' || act || ' ' || object from audit where object = 'series " + series()
                        + "'"))
                .isEqualTo("maria on " + url.getAuthority() + " APPROVE series " + series());
    }

    @Test
    void fetches_nothing_that_a_stranger_offers_before_it_is_approved() throws IOException {
        String head =
                fork.fresh().say(name).commit(name).git("rev-parse", "HEAD").strip();
        github.pull(number, "stranger", name, head, 3); // git has no such head
        tell("opened");
        soon().until(() -> state().equals("RECEIVED"));
        assertThat(given().accept(ContentType.HTML).get("/series/" + series()).asString())
                .contains(name, "It waits for approval; its 3 commits are fetched after that.");
        assertThat(text("select count(*) || '' from patch where series_id = " + series()))
                .isEqualTo("0");
    }

    @Test
    void refuses_what_is_approved_and_cannot_be_taken() throws IOException {
        String head =
                fork.fresh().say("two").commit(name).merge("beside.txt", "x\n").offer(number);
        github.pull(number, "stranger", name, head, 3);
        tell("opened");
        soon().until(() -> state().equals("RECEIVED"));
        given().accept(ContentType.JSON)
                .post("/api/v1/series/" + series() + "/approve")
                .then()
                .statusCode(200);
        soon().until(() -> state().equals("REJECTED"));
        soon().untilAsserted(() -> assertThat(shown(head))
                .containsExactly("failure beeyard-test-summary: Commit " + head.substring(0, 12)
                        + " (Merge it) is a merge. A series is a line of commits: rebase it onto its base."));
    }

    @Test
    void takes_an_approval_for_what_its_author_can_have_seen() throws IOException {
        opened("stranger");
        soon().until(() -> state().equals("RECEIVED"));
        long first = series();
        long approval = github.comment(number, "maria", "/approve"); // told late, after another push
        Awaitility.await().pollDelay(Duration.ofMillis(1100)).until(() -> true);
        push("evil");
        tell("synchronize");
        soon().until(() -> series() != first);
        tellComment(approval);
        soon().until(() -> outcome(approval).equals("The approval is older than the head that it would approve."));
        assertThat(state()).isEqualTo("RECEIVED");
    }

    @Test
    void lets_a_member_approve_on_the_page() throws IOException {
        opened("stranger");
        soon().until(() -> state().equals("RECEIVED"));
        assertThat(given().accept(ContentType.HTML).get("/series/" + series()).asString())
                .contains("/api/v1/series/" + series() + "/approve");
        given().header("X-Forwarded-For", "192.0.2.7")
                .accept(ContentType.JSON)
                .post("/api/v1/series/" + series() + "/approve")
                .then()
                .statusCode(401);
        given().accept(ContentType.JSON)
                .post("/api/v1/series/" + series() + "/approve")
                .then()
                .statusCode(200);
        soon().until(() -> state().equals("APPLIED"));
        given().accept(ContentType.JSON)
                .post("/api/v1/series/" + series() + "/approve")
                .then()
                .statusCode(409);
        given().accept(ContentType.JSON).post("/api/v1/series/0/approve").then().statusCode(404);
    }

    @Test
    void obeys_members_comments_and_nobody_elses() throws IOException {
        opened("anna");
        soon().until(() -> !run(series()).isEmpty());
        long stranger = comment("stranger", "/cancel");
        soon().until(() -> outcome(stranger).equals("stranger is no member."));
        assertThat(comment("maria", "> /cancel\n\n```\n/cancel\n```\nNo.")).isPositive();
        long cancel = comment("maria", "/cancel");
        soon().until(() -> run(series()).endsWith("CANCELLED"));
        assertThat(outcome(cancel)).isEqualTo("Run " + run(series()).split(" ")[0] + " is cancelled.");
        long whole = comment("maria", "/retest\n");
        soon().until(() -> run(series()).endsWith("PENDING") || run(series()).endsWith("RUNNING"));
        assertThat(outcome(whole)).isEqualTo("Series " + series() + " is tested again.");
        long wrong = comment("maria", "/retest x86_64 test_nothing");
        soon().until(() -> outcome(wrong).startsWith("The run has not ended yet"));
        end(series(), "PASSED");
        soon().until(() -> run(series()).endsWith("PASSED"));
        String before = run(series());
        comment("maria", "/retest x86_64 test_progs");
        soon().until(() -> !run(series()).equals(before));
        assertThat(text("select count(*) || '' from job where run_id = "
                        + run(series()).split(" ")[0]))
                .as("the suite and its build")
                .isEqualTo("2");
    }

    @Test
    void finds_comments_that_no_delivery_told_and_obeys_each_once() throws IOException {
        opened("anna");
        soon().until(() -> !run(series()).isEmpty());
        long cancel = github.comment(number, "maria", "/cancel");
        poll();
        soon().until(() -> run(series()).endsWith("CANCELLED"));
        comment("maria", "/retest");
        soon().until(() -> !run(series()).endsWith("CANCELLED"));
        assertThat(tellComment(cancel).asString()).isEqualTo("It was here before.\n");
        poll();
        Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        assertThat(run(series())).doesNotEndWith("CANCELLED");
    }

    @Test
    void finds_a_comment_that_githubs_list_shows_after_a_later_one() throws IOException {
        opened("anna");
        soon().until(() -> !run(series()).isEmpty());
        run("update github_repository set comments_until = now() + interval '1 minute' where name = '" + source()
                + "'");
        github.comment(number, "maria", "/cancel");
        poll();
        soon().until(() -> run(series()).endsWith("CANCELLED"));
    }

    @Test
    void tests_one_job_or_all_again_by_githubs_buttons() throws IOException {
        String head = opened("anna");
        soon().until(() -> shown(head).size() == 3);
        end(series(), "PASSED");
        soon().until(() -> run(series()).endsWith("PASSED"));
        String before = run(series());
        String job = github.checkRuns(head).stream()
                .filter(run -> run.name().endsWith("test_progs"))
                .findFirst()
                .orElseThrow()
                .externalId();
        rerequest(job, "stranger");
        rerequest("999999999", "maria");
        rerequest("' or 1=1", "maria");
        rerequest(job, "maria").then().statusCode(202);
        soon().until(() -> !run(series()).equals(before));
        end(series(), "PASSED");
        soon().until(() -> run(series()).endsWith("PASSED"));
        String again = run(series());
        rerequest("series-" + series(), "maria");
        soon().until(() -> !run(series()).equals(again));
        end(series(), "PASSED");
        soon().until(() -> run(series()).endsWith("PASSED"));
        String third = run(series());
        rerequestAll(head, "stranger");
        rerequestAll("b".repeat(40), "maria");
        rerequestAll(head, "maria");
        soon().until(() -> !run(series()).equals(third));
    }

    @Test
    void finds_a_click_on_the_button_that_no_delivery_told_and_obeys_it_once() throws IOException {
        String head = opened("anna");
        soon().until(() -> shown(head).size() == 3);
        end(series(), "PASSED");
        soon().until(() -> run(series()).endsWith("PASSED"));
        String before = run(series());
        github.loseRerequest("series-" + series(), "stranger");
        github.loseRerequest("series-" + series(), "maria");
        poll();
        soon().until(() -> !run(series()).equals(before));
        poll();
        soon().until(() ->
                text("select count(*) || '' from webhook_delivery where kind = 'RERUN' and done_at is not null and words = 'series-"
                                + series() + "'")
                        .equals("2"));
        assertThat(text("select count(*) || '' from run where series_id = " + series()))
                .isEqualTo("2");
    }

    @Test
    void answers_each_command_once_whatever_goes_wrong() throws IOException {
        opened("anna");
        soon().until(() -> !run(series()).isEmpty());
        github.fault(GithubFault.BAD_GATEWAY_AFTER_SUCCESS, "POST", "/reactions", 1);
        github.fault(GithubFault.CUT_AFTER_SUCCESS, "POST", "/issues/" + number + "/comments", 1);
        long refused = comment("maria", "/retest x86_64 `@everyone`");
        patient(() -> assertThat(github.comments(FakeGithub.BOT, number))
                .containsExactly(
                        "```\nThe run has not ended yet; wait for it, or cancel it and retest the whole series.\n```\n<!-- beeyard: to comment "
                                + refused + " -->"));
        patient(() -> assertThat(
                        text("select (ended_at is not null) || '' from github_reply where comment_id = " + refused))
                .isEqualTo("true"));
        assertThat(github.comments(FakeGithub.BOT, number)).hasSize(1);
        assertThat(github.reactions(refused)).containsExactly("confused");
        long obeyed = comment("maria", "/cancel");
        soon().until(() -> github.reactions(obeyed).equals(List.of("+1")));
        long strange = comment("stranger", "/retest");
        soon().until(() -> github.reactions(strange).equals(List.of("confused")));
        assertThat(github.comments(FakeGithub.BOT, number)).hasSize(1);
    }

    @Test
    void answers_once_when_github_comments_after_the_farm_has_given_up() throws IOException {
        opened("anna");
        soon().until(() -> !run(series()).isEmpty());
        github.fault(GithubFault.SLOW, "POST", "/issues/" + number + "/comments", 1);
        long refused = comment("maria", "/retest x86_64");
        soon().until(() -> text("select (ended_at is not null) || '' from github_reply where comment_id = " + refused)
                .equals("true"));
        soon().until(() -> !github.owes());
        assertThat(github.comments(FakeGithub.BOT, number)).hasSize(1);
    }

    @Test
    void obeys_also_where_it_may_not_answer() throws IOException {
        opened("anna");
        soon().until(() -> !run(series()).isEmpty());
        github.fault(GithubFault.NOT_ALLOWED, "POST", "/reactions", 1);
        long cancel = comment("maria", "/cancel");
        soon().until(() -> run(series()).endsWith("CANCELLED"));
        soon().until(() -> text("select coalesce(error, '') from github_reply where comment_id = " + cancel)
                .contains("was answered 403"));
        assertThat(error()).isEmpty();
        long again = comment("maria", "/retest");
        soon().until(() -> github.reactions(again).equals(List.of("+1")));
    }
}
