package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Series from Patchwork as pull requests on GitHub. */
@QuarkusTest
@TestProfile(MirrorFarm.class)
class MirrorIT extends BesideMirror {

    @ConfigProperty(name = "trees.test.source")
    Path sources;

    @Test
    void is_a_branch_with_a_commit_a_patch_and_a_pull_request_on_the_trees_copy() {
        long series = mirrored(cover(name, 2), patch(name, 1, 2), other(name, 2, 2));
        JsonNode pull = pull(branch(series));
        assertThat(pull.path("title").asText()).isEqualTo(name);
        assertThat(pull.path("base").path("ref").asText()).isEqualTo(BASE);
        assertThat(pull.path("body").asText())
                .contains(
                        "[Version 1](" + patchwork.url(),
                        "https://farm.example/series/" + ours(series) + ")",
                        "A U Thor <author@example.org>",
                        "All of it.");
        assertThat(labels(branch(series))).containsExactly("V1", "test");
        assertThat(comments(branch(series))).isEmpty();
        assertThat(git(bare, "log", "--reverse", "--format=%s by %an", BASE + ".." + branch(series))
                        .lines())
                .containsExactly(name + " 1 by A U Thor", name + " 2 by A U Thor");
    }

    @Test
    void has_the_checks_of_its_series() {
        long series = mirrored(patch(name, 1, 1));
        String head = at(branch(series));
        soon().untilAsserted(() -> assertThat(BesideGithub.shown(github, head))
                .containsExactly(
                        "in_progress beeyard-test-summary: 2 jobs wait or run",
                        "in_progress beeyard-test-x86_64-build: Waiting or running",
                        "in_progress beeyard-test-x86_64-test_progs: Waiting or running"));
        end(series, "PASSED");
        soon().untilAsserted(() -> assertThat(BesideGithub.shown(github, head))
                .containsExactly(
                        "success beeyard-test-summary: No failures in 0 tests.",
                        "success beeyard-test-x86_64-build: Passed (base ok)",
                        "success beeyard-test-x86_64-test_progs: Passed (base ok)"));
        soon().untilAsserted(() -> assertThat(labels(branch(series))).containsExactly("V1", "V1-ci-pass", "test"));
    }

    @Test
    void says_by_a_label_that_the_tests_fail() {
        long series = mirrored(patch(name, 1, 1));
        fail(series);
        soon().untilAsserted(() -> assertThat(labels(branch(series))).containsExactly("V1", "V1-ci-fail", "test"));
    }

    @Test
    void is_pushed_again_and_commented_on_with_a_new_version() {
        long series = mirrored(patch(name, 1, 1));
        String first = at(branch(series));
        long second = patchwork.series(mail(name, "[PATCH test v2]", "one", "two"));
        soon().untilAsserted(() -> assertThat(labels(branch(series))).containsExactly("V2", "test"));
        soon().untilAsserted(() -> rested(branch(series)));
        assertThat(at(branch(series)))
                .isNotEqualTo(first)
                .isEqualTo(pull(branch(series)).path("head").path("sha").asText());
        assertThat(comments(branch(series)))
                .singleElement()
                .asString()
                .startsWith("[Version 2](")
                .contains("has come. Its 1 patch is on `test` at ");
        assertThat(pull(branch(series)).path("body").asText()).startsWith("[Version 2](");
        String head = at(branch(series));
        soon().untilAsserted(() -> assertThat(BesideGithub.shown(github, head))
                .hasSize(3)
                .allMatch(check -> check.startsWith("in_progress")));
        assertThat(ours(second)).isNotEqualTo(ours(series));
    }

    @Test
    void is_not_pushed_again_for_a_version_with_the_same_patches() {
        long series = mirrored(patch(name, 1, 1));
        String head = at(branch(series));
        int pushes = server.pushes();
        patchwork.series(mail(name, "[PATCH test v2]", "one", name));
        soon().untilAsserted(() -> assertThat(labels(branch(series))).containsExactly("V2", "test"));
        assertThat(at(branch(series))).isEqualTo(head);
        assertThat(server.pushes()).isEqualTo(pushes);
        assertThat(comments(branch(series))).singleElement().asString().startsWith("[Version 2](");
    }

    @Test
    void follows_the_tree_and_pushes_no_series_again_for_that() throws IOException {
        github.permit("maria", "write");
        long series = mirrored(patch(name, 1, 1));
        String base = at(BASE);
        String head = at(branch(series));
        Files.writeString(sources.resolve("beside.txt"), name);
        run("update mirror set due_at = now()");
        soon().untilAsserted(() -> assertThat(at(BASE)).isNotEqualTo(base));
        github.comment(number(branch(series)), "maria", "/retest");
        soon().untilAsserted(() -> assertThat(text(
                        "select head_commit from series where state = 'APPLIED' and head_commit <> ?1 and id = "
                                + ours(series),
                        head))
                .as("the farm has it on the new base")
                .isNotEmpty());
        soon().untilAsserted(() -> rested(branch(series)));
        assertThat(at(branch(series))).isEqualTo(head);
    }

    @Test
    void keeps_what_applied_and_says_so_when_a_new_version_does_not_apply() {
        long series = mirrored(patch(name, 1, 1));
        String head = at(branch(series));
        patchwork.series(mail(name, "[PATCH test v2]", "nowhere", "two"));
        soon().untilAsserted(() -> assertThat(labels(branch(series))).containsExactly("V2", "merge-conflict", "test"));
        assertThat(at(branch(series))).isEqualTo(head);
        assertThat(comments(branch(series)))
                .singleElement()
                .asString()
                .contains("does not apply, and the branch still has what was there before.", "words.txt hunk 1.");
        patchwork.series(mail(name, "[PATCH test v3]", "one", "three"));
        soon().untilAsserted(() -> assertThat(labels(branch(series))).containsExactly("V3", "test"));
        assertThat(at(branch(series))).isNotEqualTo(head);
    }

    @Test
    void is_nothing_while_no_version_has_ever_applied() {
        long series = patchwork.series(mail(name, "[PATCH test]", "nowhere", "two"));
        soon().untilAsserted(() -> assertThat(row("reason", branch(series))).contains("does not apply to test"));
        assertThat(pulls(branch(series))).isEmpty();
        assertThat(at(branch(series))).isEmpty();
        given().accept("text/html").get("/series/" + ours(series)).then().body(containsString("not mirrored to"));
    }

    @Test
    void is_closed_with_its_series_and_reopened_when_it_comes_back() {
        long series = mirrored(patch(name, 1, 1));
        String head = at(branch(series));
        patchwork.state(patch(series), "accepted");
        soon().untilAsserted(() -> assertThat(stateOf(branch(series))).isEqualTo("closed"));
        assertThat(comments(branch(series)))
                .singleElement()
                .asString()
                .contains("is tested no more.", "It is accepted on ");
        assertThat(at(branch(series))).as("it stays for a while").isEqualTo(head);
        patchwork.state(patch(series), "new");
        soon().untilAsserted(() -> assertThat(stateOf(branch(series))).isEqualTo("open"));
        assertThat(comments(branch(series))).hasSize(1);
    }

    @Test
    void has_no_branch_some_time_after_it_was_closed_and_another_pull_request_if_it_comes_back_then() {
        long series = mirrored(patch(name, 1, 1));
        patchwork.state(patch(series), "rejected");
        soon().untilAsserted(() -> assertThat(row("closed_at is not null and not open", branch(series)))
                .isEqualTo("true"));
        run("update mirror_pull set closed_at = now() - interval '2 hours', due_at = now() where branch = '"
                + branch(series) + "'");
        soon().untilAsserted(() -> assertThat(at(branch(series))).isEmpty());
        patchwork.series(mail(name, "[PATCH test v2]", "one", "two"));
        soon().untilAsserted(() -> assertThat(pulls(branch(series))).hasSize(2));
        soon().untilAsserted(() -> rested(branch(series)));
        assertThat(pulls(branch(series)).getLast().path("state").asText()).isEqualTo("open");
    }

    @Test
    void leaves_a_branch_alone_that_somebody_else_has_pushed_to() {
        long series = mirrored(patch(name, 1, 1));
        String theirs = at(BASE);
        git(bare, "update-ref", "refs/heads/" + branch(series), theirs);
        patchwork.series(mail(name, "[PATCH test v2]", "one", "two"));
        soon().untilAsserted(() -> assertThat(row("error", branch(series)))
                .startsWith("Somebody else has pushed " + theirs.substring(0, 12) + " to " + branch(series)));
        assertThat(at(branch(series))).isEqualTo(theirs);
        given().accept("text/html")
                .get("/series/" + ours(series))
                .then()
                .body(containsString("Somebody else has pushed"));
        git(bare, "update-ref", "-d", "refs/heads/" + branch(series));
        patient(() -> rested(branch(series)));
        assertThat(at(branch(series))).isNotEqualTo(theirs);
    }

    @Test
    void brings_back_what_somebody_has_changed() {
        long series = mirrored(patch(name, 1, 1));
        github.close(number(branch(series)), false);
        git(bare, "update-ref", "-d", "refs/heads/" + BASE);
        run("update mirror set seen_at = now() - interval '1 day', due_at = now()");
        run("update mirror_pull set due_at = now() where branch = '" + branch(series) + "'");
        soon().untilAsserted(() -> assertThat(stateOf(branch(series))).isEqualTo("open"));
        soon().untilAsserted(() -> assertThat(at(BASE)).isNotEmpty());
    }

    @Test
    void is_no_new_series_although_its_repository_is_tested_too() {
        long series = mirrored(patch(name, 1, 1));
        soon().untilAsserted(() -> assertThat(text(
                        "select coalesce(max(outcome), '') from webhook_delivery where kind = 'PULL' and done_at is not null and number = "
                                + number(branch(series)) + " and ?1 <> ''",
                        "x"))
                .isEqualTo("It shows a series from Patchwork, which is tested already."));
        assertThat(text("select count(*) || '' from github_pull where title = ?1", name))
                .isEqualTo("0");
    }

    @Test
    void hears_members_commands_where_its_repository_is_tested_too() {
        github.permit("maria", "write");
        long series = mirrored(patch(name, 1, 1));
        end(series, "PASSED");
        soon().untilAsserted(() -> assertThat(labels(branch(series))).contains("V1-ci-pass"));
        github.comment(number(branch(series)), "maria", "/retest");
        soon().untilAsserted(() -> assertThat(labels(branch(series))).containsExactly("V1", "test"));
        assertThat(text(
                        "select count(*) || '' from run where kind = 'SERIES' and series_id = (select id from series where title = ?1)",
                        name))
                .isEqualTo("2");
    }

    @Test
    void costs_no_request_while_nothing_happens() {
        github.tellNobody(); // each delivery would be looked into
        mirrored(patch(name, 1, 1));
        soon().until(() -> text("select count(*) || '' from webhook_delivery where done_at is null and ?1 <> ''", "x")
                .equals("0"));
        soon().until(() -> text("select count(*) || '' from mirror_pull where due_at <= now() and ?1 <> ''", "x")
                .equals("0"));
        github.forgetRequests();
        long cycles = cycles();
        soon().until(() -> cycles() > cycles + 3);
        assertThat(github.requests().stream()
                        .filter(request -> request.contains("/pulls/") || request.contains("/issues/"))
                        .filter(request -> !request.contains("sort=updated")))
                .as("but for what the intake polls, and the checks of other tests")
                .isEmpty();
    }

    @Test
    void is_linked_on_the_series_page() {
        long series = mirrored(patch(name, 1, 1));
        given().accept("text/html")
                .get("/series/" + ours(series))
                .then()
                .body(containsString(
                        "<a href=\"https://github.example/example/linux/pull/" + number(branch(series)) + "\">"));
        given().get("/api/v1/series/" + ours(series) + "/publications")
                .then()
                .body("mirrors[0].number", equalTo(number(branch(series))))
                .body("mirrors[0].open", equalTo(true));
    }
}
