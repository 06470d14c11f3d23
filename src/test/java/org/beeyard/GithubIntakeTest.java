package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.beeyard.github.FakeGithub.Fault;
import org.beeyard.github.FakeGithub.Rights;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

/** What the farm takes in from a repository on GitHub, and when it lets go of it. */
@QuarkusTest
@TestProfile(GithubFarm.class)
class GithubIntakeTest extends BesideGithub {

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
                .body("versions.state", Matchers.equalTo(List.of("SUPERSEDED", "SUPERSEDED", "APPLIED")));
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
    void tests_one_job_again_by_githubs_button() throws IOException {
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
    }

    @Test
    void takes_deliveries_twice_late_and_in_any_order() throws IOException {
        open("anna");
        github.close(number, false);
        tell("closed");
        tell("opened"); // which was sent before
        soon().until(() -> text("select count(*) || '' from webhook_delivery where done_at is not null and " + mine())
                .equals("2"));
        assertThat(series()).isZero();
        github.reopen(number);
        String id = UUID.randomUUID().toString();
        String content = "\"action\": \"reopened\", \"number\": " + number;
        assertThat(deliver("pull_request", content, id).asString()).isEqualTo("It is dealt with soon.\n");
        soon().until(() -> state().equals("APPLIED"));
        assertThat(deliver("pull_request", content, id).asString()).isEqualTo("It was here before.\n");
        tell("synchronize");
        tell("closed"); // it never was again
        Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        assertThat(state()).isEqualTo("APPLIED");
        assertThat(text("select count(*) || '' from github_version where " + mine()))
                .isEqualTo("1");
    }

    @Test
    void believes_only_what_is_signed() throws IOException {
        open("anna");
        String body = "{\"repository\": {\"full_name\": \"example/linux\"}, \"action\": \"opened\", \"number\": "
                + number + "}";
        String good = signature(body, GithubFarm.SECRET);
        String id = UUID.randomUUID().toString();
        send("pull_request", body, id, signature(body, "another secret")).then().statusCode(401);
        send("pull_request", body + " ", id, good).then().statusCode(401);
        send("pull_request", body, id, good.substring(0, good.length() - 1))
                .then()
                .statusCode(401);
        send("pull_request", body, id, "sha256=").then().statusCode(401);
        send("pull_request", "[".repeat(100_000), id, "sha256=00").then().statusCode(401);
        send("pull_request", body, "an id with spaces", good).then().statusCode(400);
        given().body(body).post("/hooks/github").then().statusCode(400);
        String elsewhere = body.replace("example/linux", "example/other");
        assertThat(send("pull_request", elsewhere, id, signature(elsewhere, GithubFarm.SECRET))
                        .asString())
                .isEqualTo("The repository is not one of this farm's.\n");
        send("ping", body, id, good).then().statusCode(202);
        assertThat(text("select count(*) || '' from webhook_delivery where " + mine()))
                .isEqualTo("0");
    }

    @Test
    void answers_at_once_while_github_is_slow() throws IOException {
        open("anna");
        github.fault(Fault.SLOW, "GET", "/pulls/" + number, 2);
        tell("opened");
        Awaitility.await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        Instant asked = Instant.now();
        tell("edited").then().statusCode(202);
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(1));
        patient(() -> state().equals("APPLIED"));
    }

    @Test
    void reads_on_after_each_kind_of_fault() throws IOException {
        for (Fault fault : List.of(
                Fault.TOO_MANY,
                Fault.SECONDARY_LIMIT,
                Fault.USED_UP,
                Fault.BAD_GATEWAY,
                Fault.UNAVAILABLE,
                Fault.HTML,
                Fault.CUT_BEFORE,
                Fault.CUT_AFTER_SUCCESS)) {
            github.fault(fault, "GET", "/pulls", 1);
            long before = series();
            push0(fault.name());
            tell("synchronize");
            patient(() -> series() != before);
        }
    }

    private void push0(String word) throws IOException {
        if (series() == 0) {
            open("anna");
        } else {
            push(word);
        }
    }

    @Test
    void closes_nothing_because_its_rights_are_gone() throws IOException {
        opened("anna");
        soon().until(() -> state().equals("APPLIED"));
        for (Rights lost : List.of(Rights.REVOKED, Rights.LOST, Rights.HIDDEN)) {
            github.rights(lost);
            tell("edited");
            poll();
            soon().until(() -> error().contains("was answered"));
            assertThat(given().accept(ContentType.HTML).get("/farm").asString())
                    .contains("was answered " + (lost == Rights.REVOKED ? 401 : lost == Rights.LOST ? 403 : 404));
            assertThat(state()).as(lost.name()).isEqualTo("APPLIED");
            github.rights(Rights.ALL);
            patient(() -> error().isEmpty());
        }
        long before = series();
        push("after");
        tell("synchronize");
        patient(() -> series() != before);
    }

    @Test
    void asks_twice_where_nothing_has_happened_however_much_is_open() throws IOException {
        for (int i = 0; i < 120; i++) {
            github.pull(10_000 + number * 1000 + i, "stranger", name + " " + i, "b".repeat(40), 300);
        }
        poll();
        soon().until(() -> text("select count(*) || '' from github_pull where repository = '" + source()
                        + "' and number >= " + (10_000 + number * 1000))
                .equals("120"));
        github.age(Duration.ofMinutes(10));
        cycle();
        github.forgetRequests();
        cycle();
        assertThat(github.requests())
                .filteredOn(r -> r.startsWith("GET ") && !r.contains("check-runs"))
                .hasSize(2);
        List<Integer> answers = github.answers();
        List<String> requests = github.requests();
        for (int i = 0; i < requests.size(); i++) {
            if (!requests.get(i).contains("check-runs")) {
                assertThat(answers.get(i)).as(requests.get(i)).isEqualTo(304);
            }
        }
    }

    /** A look at all, to its end. */
    private void cycle() {
        run("update github_repository set not_before = null, succeeded_at = 'epoch'");
        soon().until(() -> !text("select succeeded_at || '' from github_repository where name = '" + source() + "'")
                .startsWith("1970"));
    }

    /** What was put off is not waited for. */
    private void patient(java.util.concurrent.Callable<Boolean> what) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    run("update webhook_delivery set due_at = now() where done_at is null");
                    return what.call();
                });
    }
}
