package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.beeyard.Clone.Ran;
import org.beeyard.github.GithubFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code bpf-ci-check -r}: a push to a fork, and a pull request within it. */
@QuarkusTest
@TestProfile(GithubFarm.class)
class ForkScriptTest extends BesideFork {

    @ParameterizedTest
    @MethodSource("org.beeyard.Clone#shells")
    void pushes_the_commits_and_opens_one_pull_request_however_often_it_is_called(List<String> shell) throws Exception {
        clone.commit("demo: \"Quoted\" \\ $(reboot) `x` Ä " + branch);
        Ran ran = clone.checkBy(shell, "-r", "fork");
        JsonNode pull = pull();
        assertThat(ran.said())
                .matches("1 commits of " + branch + " that are not in origin/main:\n  [0-9a-f]+ demo: .*\n"
                        + "Pushed to example/linux: " + test + "\n"
                        + "Pull request: " + pull.path("html_url").asText() + "\n");
        assertThat(ran.status()).isZero();
        assertThat(pull.path("title").asText()).isEqualTo("demo: \"Quoted\" \\ $(reboot) `x` Ä " + branch);
        assertThat(pull.path("base").path("ref").asText()).isEqualTo("main");
        assertThat(pull.path("commits").asInt()).isEqualTo(1);

        clone.commit("demo: More");
        assertThat(clone.checkBy(shell, "-r", "fork").said())
                .endsWith("Pull request: " + pull.path("html_url").asText() + "\n");
        clone.git("reset", "-q", "--hard", "HEAD~2"); // a new version
        clone.commit("demo: Anew");
        clone.checkBy(shell, "-r", "fork");
        assertThat(pull().path("number")).isEqualTo(pull.path("number"));
        assertThat(pull().path("head").path("sha").asText()).isEqualTo(clone.git("rev-parse", "HEAD"));
        assertThat(pull().path("commits").asInt()).isEqualTo(1);
        assertThat(clone.checkBy(shell, "-r", "fork").said()).contains("is this already: nothing was pushed.");
    }

    @Test
    void says_what_it_would_do_and_changes_nothing() throws Exception {
        clone.commit("demo: Dry");
        String before = branches();
        github.forgetRequests();
        Ran ran = clone.check("-n", "-r", "fork");
        assertThat(ran.said())
                .endsWith("They would be pushed to example/linux as " + test + "\n"
                        + "A pull request within example/linux, into main, would be opened.\n");
        assertThat(ran.status()).isZero();
        assertThat(branches()).isEqualTo(before);
        assertThat(github.requests()).allMatch(request -> request.startsWith("GET "));
        clone.check("-r", "fork");
        assertThat(clone.check("-n", "-r", "fork").said())
                .endsWith(
                        "The pull request is there: " + pull().path("html_url").asText() + "\n");
    }

    @Test
    void waits_for_the_verdict_of_what_it_pushed() throws Exception {
        github.tell(URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/hooks/github"), GithubFarm.SECRET);
        clone.write("start\nelse\nend\n");
        clone.git("commit", "-qam", "demo: Below");
        clone.git("branch", "below");
        clone.commit("demo: Above " + branch);
        Ran ran = clone.check("-w", "-r", "fork", "-b", "below", "-f", RestAssured.baseURI + ":" + RestAssured.port);
        assertThat(ran.said()).contains("CONFLICT: Patch 1/1 (demo: Above " + branch + ") does not apply to ");
        assertThat(ran.said().lines().toList().getLast())
                .startsWith(RestAssured.baseURI)
                .contains("/series/");
        assertThat(ran.status()).isEqualTo(1);
        assertThat(pull().path("base").path("ref").asText()).isEqualTo("ci-base/" + branch);
    }

    @Test
    void waits_for_nothing_where_the_farm_knows_no_such_fork() throws Exception {
        assertThat(given().get("/api/v1/heads/" + "a".repeat(40) + "/progress?repository=other/linux")
                        .statusCode())
                .isEqualTo(404);
        assertThat(given().get("/api/v1/heads/" + "a".repeat(40) + "/progress?repository=" + REPOSITORY)
                        .asString())
                .isEqualTo("state WAITING\nsay the farm has not looked at it yet …\npage /farm\n");
    }

    @Test
    void gives_the_pull_request_a_base_of_its_own_while_the_forks_lacks_what_the_work_starts_from() throws Exception {
        clone.git("checkout", "-q", "-b", "bpf-next_base");
        clone.commit("Upstream's");
        clone.git("checkout", "-q", branch);
        clone.git("reset", "-q", "--hard", "bpf-next_base");
        clone.commit("demo: Mine");
        assertThat(clone.check("-n", "-r", "fork", "-b", "bpf-next_base").said())
                .contains("What they stand on would be pushed there as ci-base/" + branch + "\n");
        clone.check("-r", "fork", "-b", "bpf-next_base");
        assertThat(pull().path("base").path("ref").asText()).isEqualTo("ci-base/" + branch);
        assertThat(pull().path("commits").asInt()).isEqualTo(1);
        clone.git("push", "-q", "fork", "bpf-next_base:refs/heads/bpf-next_base");
        clone.check("-r", "fork", "-b", "bpf-next_base");
        assertThat(pull().path("base").path("ref").asText()).isEqualTo("bpf-next_base");
        clone.git("push", "-q", "fork", ":refs/heads/bpf-next_base");
    }

    @Test
    void finds_the_pull_request_that_was_made_before_the_answer_was_lost() throws Exception {
        for (GithubFault fault : List.of(GithubFault.BAD_GATEWAY_AFTER_SUCCESS, GithubFault.CUT_AFTER_SUCCESS)) {
            clone.git("checkout", "-q", "-b", branch + fault, "origin/main");
            clone.commit("demo: " + fault);
            github.fault(fault, "POST", "/pulls", 1);
            Ran ran = clone.check("-r", "fork");
            assertThat(ran.said()).contains("Pull request: https://github.example/");
            assertThat(ran.status()).isZero();
        }
        clone.git("checkout", "-q", branch);
        clone.commit("demo: Lost");
        github.fault(GithubFault.BAD_GATEWAY, "POST", "/pulls", 1);
        assertThat(clone.check("-r", "fork").said())
                .contains("GitHub answered 502; what was pushed stays, and the same call goes on from there.");
        assertThat(clone.check("-r", "fork").said()).contains("nothing was pushed.\nPull request: ");
    }

    @Test
    void works_in_a_shallow_clone_that_reaches_back_to_its_base() throws Exception {
        clone.commit("demo: One");
        Path shallow = folder.resolve("shallow");
        clone.git("clone", "-q", "--depth", "1", "file://" + folder.resolve("linux"), shallow.toString());
        Clone there = new Clone(shallow, clone.script(), clone.environment());
        there.commit("demo: Two");
        there.git("config", "url." + bare() + ".insteadOf", url + "/" + REPOSITORY + ".git");
        there.git("remote", "add", "fork", url + "/" + REPOSITORY + ".git");
        there.git("fetch", "-q", "--depth", "1", bare().toString(), "main:upstream");
        Ran apart = there.check("-r", "fork", "-b", "upstream");
        assertThat(apart.said()).contains("this clone is shallow and does not reach back to upstream;");
        assertThat(there.check("-r", "fork", "-b", "origin/" + branch).said())
                .as("the fork has what it stands on nowhere")
                .contains("did not take the push");
        clone.git("push", "-q", "fork", branch + ":refs/heads/" + branch);
        assertThat(there.check("-r", "fork", "-b", "origin/" + branch).said()).contains("Pull request: ");
        assertThat(pull().path("commits").asInt()).isEqualTo(1);
    }
}
