package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.beeyard.Clone.Ran;
import org.beeyard.github.FakeGithub;
import org.beeyard.github.FakeGithub.Fault;
import org.beeyard.github.FakeGithub.Rights;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code bpf-ci-check -r}: a push to a fork, and a pull request within it. */
@QuarkusTest
@TestProfile(GithubFarm.class)
class ForkScriptTest extends BesideGithub {

    private static int clones;

    @TempDir
    Path folder;

    private Clone clone;
    private final String branch = "work-" + ++clones;
    private final String test = "ci-test/" + branch;

    @BeforeEach
    void clone_of_the_fork() throws Exception {
        github.beside(bare());
        github.is(true, true);
        clone = Clone.of(
                folder,
                given().get("/bpf-ci-check").then().statusCode(200).extract().asString());
        clone.git("clone", "-q", "--no-local", bare().toString(), ".");
        remote("fork", url + "/" + REPOSITORY + ".git");
        clone.git("checkout", "-q", "-b", branch, "origin/main");
        clone.environment().put("GH_ENTERPRISE_TOKEN", FakeGithub.TOKEN);
    }

    @AfterEach
    void quiet_again() throws IOException {
        github.tellNobody();
        github.is(true, true);
        Files.deleteIfExists(bare().resolve("hooks/pre-receive"));
    }

    static Stream<List<String>> shells() {
        return Stream.of(List.of("dash"), List.of("bash", "--posix"), List.of("busybox", "sh"))
                .filter(shell -> Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, shell.getFirst()))));
    }

    @ParameterizedTest
    @MethodSource("shells")
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
    void replaces_only_what_this_clone_has_seen() throws Exception {
        clone.commit("demo: First");
        clone.check("-r", "fork");
        String others = fork.fresh()
                .say("others")
                .commit("Others'")
                .git("rev-parse", "HEAD")
                .strip();
        fork.git("push", "-q", "-f", bare().toString(), "HEAD:refs/heads/" + test);
        clone.commit("demo: Second");
        Ran ran = clone.check("-r", "fork");
        assertThat(ran.said()).contains("somebody else has pushed to " + test + " in example/linux;");
        assertThat(ran.status()).isEqualTo(2);
        assertThat(branches()).contains(others);
        clone.git("fetch", "-q", "fork", test);
        assertThat(clone.check("-r", "fork").status()).isZero();
    }

    @Test
    void opens_nothing_in_an_upstream_or_where_it_may_not() throws Exception {
        clone.commit("demo: Refused");
        String before = branches();
        github.is(false, true);
        refused("example/linux is no fork but an upstream that everybody sees", "-r", "fork");
        github.is(true, false);
        refused("may not push to example/linux.", "-r", "fork");
        github.is(true, true);
        github.rights(Rights.LOST);
        refused("GitHub refuses: Resource not accessible by integration", "-r", "fork");
        github.rights(Rights.HIDDEN);
        refused("there is no example/linux at 127.0.0.1:", "-r", "fork");
        github.rights(Rights.REVOKED);
        refused("GitHub does not know the token in GH_ENTERPRISE_TOKEN", "-r", "fork");
        github.rights(Rights.ALL);
        github.fault(Fault.MOVED, "GET", "/repos/", 1);
        refused("example/linux has another name on GitHub by now", "-r", "fork");
        github.fault(Fault.UNAVAILABLE, "GET", "/repos/", 1);
        refused("GitHub answered 503;", "-r", "fork");
        github.fault(Fault.TOO_MANY, "GET", "/repos/", 1);
        refused("GitHub wants to be left alone for a while", "-r", "fork");
        github.fault(Fault.HTML, "GET", "/repos/", 1);
        refused("example/linux is no fork but", "-r", "fork");
        assertThat(branches()).isEqualTo(before);
        remote("upstreams", url + "/other/linux.git");
        refused("there is no other/linux at 127.0.0.1:", "-r", "upstreams");
    }

    @Test
    void shows_its_token_to_nobody_but_the_server_it_is_for() throws Exception {
        clone.commit("demo: Secret");
        Path log = folder.resolve("arguments");
        Path curl = Files.createDirectory(folder.resolve("bin")).resolve("curl");
        Files.writeString(curl, "#!/bin/sh\nprintf '%s\\n' \"$@\" >> " + log + "\nexec /usr/bin/curl \"$@\"\n");
        Files.setPosixFilePermissions(curl, PosixFilePermissions.fromString("rwxr-xr-x"));
        clone.environment().put("PATH", curl.getParent() + ":" + System.getenv("PATH"));
        assertThat(clone.check("-r", "fork").said()).contains("Pull request: ").doesNotContain(FakeGithub.TOKEN);
        assertThat(log).content().contains("/api/v3/repos/").doesNotContain(FakeGithub.TOKEN);
        clone.environment().remove("GH_ENTERPRISE_TOKEN");
        refused("there is no token for 127.0.0.1:", "-r", "fork");
        clone.environment().put("GITHUB_TOKEN", FakeGithub.TOKEN);
        refused("set GH_ENTERPRISE_TOKEN or GITHUB_ENTERPRISE_TOKEN to one", "-r", "fork");
        clone.environment().put("GITHUB_API_URL", "http://ci.example.org/api/v3");
        refused("no token is sent to GITHUB_API_URL, which is not https.", "-r", "fork");
        clone.environment().put("GITHUB_API_URL", "http://127.0.0.1:1@ci.example.org");
        refused("GITHUB_API_URL is no address.", "-r", "fork");
        clone.environment().put("GITHUB_API_URL", url + "/api/v3");
        assertThat(clone.check("-r", "fork").status()).isZero();
        clone.environment().put("GITHUB_TOKEN", "x\"\nurl = \"file:///etc/passwd\"");
        refused("is no token: it has characters that tokens have not.", "-r", "fork");
    }

    @Test
    void finds_the_pull_request_that_was_made_before_the_answer_was_lost() throws Exception {
        for (Fault fault : List.of(Fault.BAD_GATEWAY_AFTER_SUCCESS, Fault.CUT_AFTER_SUCCESS)) {
            clone.git("checkout", "-q", "-b", branch + fault, "origin/main");
            clone.commit("demo: " + fault);
            github.fault(fault, "POST", "/pulls", 1);
            Ran ran = clone.check("-r", "fork");
            assertThat(ran.said()).contains("Pull request: https://github.example/");
            assertThat(ran.status()).isZero();
        }
        clone.git("checkout", "-q", branch);
        clone.commit("demo: Lost");
        github.fault(Fault.BAD_GATEWAY, "POST", "/pulls", 1);
        assertThat(clone.check("-r", "fork").said())
                .contains("GitHub answered 502; what was pushed stays, and the same call goes on from there.");
        assertThat(clone.check("-r", "fork").said()).contains("nothing was pushed.\nPull request: ");
    }

    @Test
    void says_what_is_wrong_with_the_fork_that_is_named() throws Exception {
        clone.commit("demo: Where");
        refused("there is no remote mine here;", "-r", "mine");
        refused("--upload-pack=x is no remote.", "-r", "--upload-pack=x");
        refused("/srv/linux.git is no repository on GitHub.", "-r", "/srv/linux.git");
        refused("../linux is no repository on GitHub.", "-r", "../linux");
        refused("https://github.com/a/b/c is no repository on GitHub.", "-r", "https://github.com/a/b/c");
        refused("is no repository on GitHub.", "-r", "https://ex$(id).org/a/b");
        refused("the remote origin is no repository on GitHub.", "-r", "origin");
        clone.git("config", "--add", "remote.fork.pushurl", url + "/example/linux.git");
        clone.git("config", "--add", "remote.fork.pushurl", url + "/upstream/linux.git");
        refused("the remote fork pushes to several repositories;", "-r", "fork");
        remote("away", "http://127.0.0.1:1/example/linux.git");
        refused("GitHub at http://127.0.0.1:1/api/v3 cannot be reached: ", "-r", "away");
        clone.git("remote", "add", "gone", url + "/example/linux"); // which is no git server
        refused("git cannot read example/linux; its words are above.", "-r", "gone");
    }

    @Test
    void needs_a_branch_that_can_be_pushed() throws Exception {
        clone.commit("demo: Named");
        clone.git("checkout", "-q", "-b", "evil$(reboot)");
        refused("the branch evil$(reboot) has characters in its name that are trouble elsewhere;", "-r", "fork");
        clone.git("checkout", "-q", "--detach");
        refused("(detached) is none; make one: git switch -c NAME", "-r", "fork", "-b", "origin/main");
        refused("a pull request needs a branch, and HEAD~0 is none;", "-r", "fork", "-d", "HEAD~0");
        clone.git("checkout", "-q", "-b", test);
        clone.write("not committed\n");
        refused("there are changes that are not committed", "-r", "fork");
        assertThat(clone.check("-d", test, "-r", "fork").said()).contains("Pushed to example/linux: " + test + "\n");
    }

    @Test
    void says_what_git_says_when_the_push_is_refused() throws Exception {
        clone.commit("demo: Not wanted");
        Path hook = Files.writeString(
                bare().resolve("hooks/pre-receive"), "#!/bin/sh\nprintf 'Not \\033[31mtoday.\\n' >&2\nexit 1\n");
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
        Ran ran = clone.check("-r", "fork");
        assertThat(ran.said())
                .contains("today.", "example/linux did not take the push; git's words are above.")
                .doesNotContain("\033");
        assertThat(ran.status()).isEqualTo(2);
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

    private void refused(String words, String... options) throws Exception {
        Ran ran = clone.check(options);
        assertThat(ran.said()).contains(words).doesNotContain("Pushed");
        assertThat(ran.status()).as(ran.said()).isEqualTo(2);
    }

    private Path bare() {
        return Path.of(URI.create(git));
    }

    /** A remote with an address as GitHub's are, which git finds on this machine. */
    private void remote(String name, String address) throws Exception {
        clone.git("config", "--replace-all", "url." + bare() + ".insteadOf", url + "/" + REPOSITORY + ".git");
        clone.git("remote", "add", name, address);
    }

    /** The newest open one of this test's branch. */
    private JsonNode pull() {
        List<JsonNode> open = github.pulls().stream()
                .filter(pull -> pull.path("head").path("ref").asText().equals(test)
                        && pull.path("state").asText().equals("open"))
                .toList();
        assertThat(open).hasSize(1);
        return open.getFirst();
    }

    private String branches() throws Exception {
        return clone.git("ls-remote", bare().toString());
    }
}
