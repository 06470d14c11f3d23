package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.util.List;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

/** What the farm takes in from a repository on GitHub, and when it lets go of it. */
@QuarkusTest
@TestProfile(GithubFarm.class)
class GithubIntakeIT extends BesideGithub {

    @Test
    void takes_a_pull_request_one_patch_a_commit() throws IOException {
        String head = fork.fresh()
                .say("two")
                .commit(name + ": first\n\nBecause.\n")
                .write("new/file.c", "int x;\n")
                .commit(name + ": second\n\nAs well.\n")
                .offer(number);
        github.pull(number, "anna", name, head, 2);
        tell("opened").then().statusCode(202);
        soon().until(() -> state().equals("APPLIED"));
        given().accept(ContentType.JSON)
                .get("/api/v1/series/" + series())
                .then()
                .body("title", Matchers.equalTo(name))
                .body("version", Matchers.equalTo(1))
                .body("submitter", Matchers.startsWith("anna <anna@users.noreply."))
                .body("tree", Matchers.equalTo("test"))
                .body("patches.subject", Matchers.equalTo(List.of(name + ": first", name + ": second")))
                .body("patches.author", Matchers.equalTo(List.of("A U Thor", "A U Thor")));
        assertThat(given().accept(ContentType.HTML).get("/series/" + series()).asString())
                .contains("<a href=\"https://github.example/example/linux/pull/" + number + "\">" + source() + "#"
                        + number + "</a>");
    }

    @Test
    void finds_by_itself_what_no_delivery_told() throws IOException {
        open("anna");
        poll();
        soon().until(() -> state().equals("APPLIED"));
        long first = series();
        push("other");
        poll();
        soon().until(() -> series() != first && state().equals("APPLIED"));
        assertThat(state(first)).isEqualTo("SUPERSEDED");
        github.close(number, true);
        poll();
        soon().until(() -> state().equals("CLOSED"));
        assertThat(text("select problem from series where id = " + series()))
                .isEqualTo("It was merged on " + source() + ".");
    }

    @Test
    void leaves_out_commits_that_only_bring_files_of_the_ci() throws IOException {
        String head = fork.fresh()
                .write(".github/workflows/test.yml", "on: push\n")
                .write("README", "The CI's own.\n")
                .commit("adding ci files")
                .say("two")
                .commit(name)
                .write("ci/diffs/0001.patch", "diff\n")
                .commit("Another patch for the CI")
                .offer(number);
        github.pull(number, "anna", name, head, 3);
        tell("opened");
        soon().until(() -> state().equals("APPLIED"));
        assertThat(text("select string_agg(subject, ', ') from patch where series_id = " + series()))
                .isEqualTo(name);
    }

    @Test
    void ignores_what_changes_nothing_else() throws IOException {
        String head =
                fork.fresh().write("ci/run.sh", "exit 0\n").commit("ci: Run").offer(number);
        github.pull(number, "anna", name, head, 1);
        tell("opened");
        soon().untilAsserted(() -> assertThat(
                        given().accept(ContentType.HTML).get("/farm").asString())
                .contains("#" + number + " " + name, "its commits change nothing but CI files"));
        assertThat(series()).isZero();
    }

    @Test
    void takes_the_same_head_again_when_another_base_makes_other_patches_of_it() throws IOException {
        String head = fork.fresh()
                .say("two")
                .commit(name + ": theirs")
                .say("three")
                .commit(name + ": own")
                .offer(number);
        github.pull(number, "anna", name, head, 2);
        tell("opened");
        soon().until(() -> state().equals("APPLIED"));
        long first = series();
        github.retarget(number, "elsewhere", 2);
        tell("edited");
        soon().until(() -> text("select base from github_pull where " + mine()).equals("elsewhere"));
        assertThat(series()).isEqualTo(first);
        github.retarget(number, "theirs", 1);
        poll();
        soon().until(() -> series() != first && !state().equals("RECEIVED"));
        assertThat(text("select string_agg(subject, ', ') from patch where series_id = " + series()))
                .isEqualTo(name + ": own");
    }

    @Test
    void refuses_a_merge_and_says_why() throws IOException {
        String head =
                fork.fresh().say("two").commit(name).merge("beside.txt", "x\n").offer(number);
        github.pull(number, "anna", name, head, 3);
        tell("opened");
        soon().untilAsserted(() -> assertThat(shown(head))
                .containsExactly("failure beeyard-test-summary: Commit " + head.substring(0, 12)
                        + " (Merge it) is a merge. A series is a line of commits: rebase it onto its base."));
        assertThat(state()).isEqualTo("REJECTED");
        comment("maria", "/retest");
        github.close(number, false);
        tell("closed");
        soon().until(() -> state().equals("CLOSED"));
        github.reopen(number);
        tell("reopened");
        soon().until(() -> state().equals("REJECTED"));
    }

    @Test
    void refuses_three_hundred_commits_without_fetching_them() {
        String head = "a".repeat(40); // which no repository has
        github.pull(number, "anna", name, head, 300);
        tell("opened");
        soon().untilAsserted(
                        () -> assertThat(shown(head))
                                .containsExactly(
                                        "failure beeyard-test-summary: It has 300 commits over its base; this farm takes at most 100."));
    }

    @Test
    void supersedes_with_each_push_also_back_to_a_former_head() throws IOException {
        String first = opened("anna");
        soon().until(() ->
                run(series(first)).endsWith("PENDING") || run(series(first)).endsWith("RUNNING"));
        soon().until(() -> shown(first).size() == 3);
        long one = series(first);
        String second = push("other");
        tell("synchronize");
        soon().until(() -> series(second) != 0 && !run(series(second)).isEmpty());
        soon().until(() -> run(one).endsWith("CANCELLED"));
        assertThat(state(one)).isEqualTo("SUPERSEDED");
        soon().untilAsserted(() -> assertThat(shown(first))
                .contains("neutral beeyard-test-summary: Not tested to the end: a newer version has come."));
        fork.fresh()
                .git("push", "-q", "-f", java.net.URI.create(git).getPath(), first + ":refs/pull/" + number + "/head");
        github.push(number, first, 1);
        tell("synchronize");
        soon().until(() -> series(first) > series(second) && !run(series(first)).isEmpty());
        given().accept(ContentType.JSON)
                .get("/api/v1/series/" + series())
                .then()
                .body("versions[0].state", Matchers.isOneOf("PENDING", "RUNNING"))
                .body("versions[1..2].state", Matchers.equalTo(List.of("SUPERSEDED", "SUPERSEDED")));
        soon().untilAsserted(() ->
                assertThat(shown(first)).contains("in_progress beeyard-test-summary: 2 jobs wait or run"));
    }

    @Test
    void takes_a_pull_request_whose_fork_has_vanished() throws IOException {
        open("anna");
        github.vanishFork(number);
        tell("opened");
        soon().until(() -> state().equals("APPLIED"));
    }

    @Test
    void waits_for_git_to_show_the_head_that_the_api_shows() throws IOException {
        String head =
                fork.fresh().say(name).commit(name).git("rev-parse", "HEAD").strip();
        github.pull(number, "anna", name, head, 1); // and the push comes later
        tell("opened");
        soon().until(() -> text("select coalesce(max(outcome), '') from webhook_delivery where " + mine())
                .equals("its head has moved while it was looked at"));
        fork.offer(number);
        run("update webhook_delivery set due_at = now() where done_at is null");
        soon().until(() -> state().equals("APPLIED"));
    }

    @Test
    void cancels_when_it_is_closed_and_goes_on_when_it_is_reopened() throws IOException {
        String head = opened("anna");
        soon().until(() -> shown(head).size() == 3);
        github.close(number, false);
        tell("closed");
        soon().until(() -> run(series()).endsWith("CANCELLED"));
        soon().untilAsserted(() -> assertThat(shown(head))
                .contains("neutral beeyard-test-summary: Not tested to the end: it was closed on " + source() + "."));
        github.reopen(number);
        tell("reopened");
        soon().until(() -> run(series()).endsWith("PENDING") || run(series()).endsWith("RUNNING"));
    }
}
