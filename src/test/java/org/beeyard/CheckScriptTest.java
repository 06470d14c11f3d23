package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code bpf-ci-check} in a developer's clone, run by this machine's shell, as the farm serves it. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class CheckScriptTest {

    @TempDir
    Path folder;

    private Clone clone;

    @BeforeEach
    void repository() throws Exception {
        String script =
                given().get("/bpf-ci-check").then().statusCode(200).extract().asString();
        clone = Clone.of(folder, script);
        clone.write("start\none\nend\n");
        clone.git("init", "-q", "-b", "bpf-next_base");
        clone.git("add", ".");
        clone.git("commit", "-qm", "base");
        clone.git("checkout", "-q", "-b", "mine");
    }

    @Test
    void knows_the_farm_it_comes_from() {
        assertThat(folder.resolve("bpf-ci-check"))
                .content()
                .contains("farm=${BEEYARD_URL:-" + RestAssured.baseURI + ":" + RestAssured.port + "}");
        given().header("Host", "x$(reboot)").get("/bpf-ci-check").then().statusCode(400);
    }

    @Test
    void says_what_it_would_send_and_sends_nothing() throws Exception {
        clone.commit("demo: Dry");
        Clone.Ran ran = clone.check("-n");
        assertThat(ran.said())
                .matches(
                        "1 commits of mine that are not in bpf-next_base:\n  [0-9a-f]+ demo: Dry\nThey would be sent to http.*\n");
        assertThat(ran.status()).isZero();
    }

    @Test
    void sends_the_commits_and_waits_for_the_verdict() throws Exception {
        clone.commit("demo: Conflict of " + System.nanoTime());
        clone.git("checkout", "-q", "--detach");
        clone.write("start\nsomething else\nend\n");
        clone.git("commit", "-qam", "demo: Elsewhere");
        clone.git("checkout", "-q", "-b", "above");
        clone.write("start\nabove\nend\n");
        clone.git("commit", "-qam", "demo: Above");
        Clone.Ran ran = clone.check("-w", "-b", "above~1");
        assertThat(ran.said())
                .contains("\nSent: http")
                .contains("CONFLICT: Patch 1/1 (demo: Above) does not apply to ");
        assertThat(ran.said().lines().toList().getLast())
                .startsWith(RestAssured.baseURI)
                .contains("/series/");
        assertThat(ran.status()).isEqualTo(1);
    }

    @Test
    void refuses_what_would_not_be_what_is_meant() throws Exception {
        assertThat(clone.check().said()).contains("there is no base that this script knows");
        clone.commit("demo: Committed");
        clone.write("not committed\n");
        assertThat(clone.check().said()).contains("there are changes that are not committed");
        assertThat(clone.check("-d", "mine", "-n").status()).isZero();
        assertThat(clone.check("-d", "nothing").said()).contains("there is no branch nothing.");
        assertThat(clone.check("-b", "nothing", "-d", "mine").said()).contains("there is no base nothing;");
        assertThat(clone.check("-d", "mine", "-b", "mine").said()).contains("all commits of mine are in mine already.");
        assertThat(clone.check("-x").status()).isEqualTo(2);
        assertThat(clone.check("-d", "mine", "-f", "http://127.0.0.1:1").said())
                .contains("the farm at http://127.0.0.1:1 cannot be reached.");
    }

    @ParameterizedTest
    @MethodSource("org.beeyard.Clone#shells")
    void takes_a_clone_as_it_finds_it_or_says_why_not(List<String> shell) throws Exception {
        clone.commit("demo: Own");
        clone.git("checkout", "-q", "bpf-next_base");
        clone.commit("Upstream's");
        clone.git("checkout", "-q", "mine");
        assertThat(clone.checkBy(shell, "-n").said())
                .as("its base has gone on")
                .matches("1 commits of mine that are not in bpf-next_base:\n  [0-9a-f]+ demo: Own\n(?s).*");
        clone.git("checkout", "-q", "--detach");
        assertThat(clone.checkBy(shell, "-n").said())
                .matches("1 commits of [0-9a-f]+ \\(detached\\) that are not in bpf-next_base:\n(?s).*");
        refused(clone.checkBy(shell, "-f", "http://127.0.0.1:1"), "the farm at http://127.0.0.1:1 cannot be reached.");
        clone.write("not committed\n");
        refused(clone.checkBy(shell), "there are changes that are not committed; only commits are sent.");

        Path shallow = folder.resolve("shallow");
        clone.git(
                "clone",
                "-q",
                "--depth",
                "1",
                "--branch",
                "mine",
                clone.folder().toUri().toString(),
                shallow.toString());
        Clone there = new Clone(shallow, clone.script(), clone.environment());
        there.git("fetch", "-q", "--depth", "1", "origin", "bpf-next_base:bpf-next_base");
        refused(
                there.checkBy(shell, "-n", "-b", "bpf-next_base"),
                "this clone is shallow and does not reach back to bpf-next_base;");
        there.commit("demo: On top");
        assertThat(there.checkBy(shell, "-n").said()).startsWith("1 commits of mine that are not in origin/mine:\n");
    }

    private static void refused(Clone.Ran ran, String words) {
        assertThat(ran.said()).contains(words);
        assertThat(ran.status()).as(ran.said()).isEqualTo(2);
    }

    /** Where there is one. */
    @Test
    void has_nothing_that_a_checker_of_scripts_knows_better() throws Exception {
        Process checker = null;
        try {
            checker = new ProcessBuilder(
                            "shellcheck", folder.resolve("bpf-ci-check").toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("there is no shellcheck here");
        }
        assertThat(new String(checker.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(checker.waitFor()).isZero();
    }

    @Test
    void shows_the_farm_whose_token_it_has_and_nobody_else() throws Exception {
        clone.commit("demo: With a token");
        clone.environment().put("BEEYARD_TOKEN", "byt_not-known");
        Clone.Ran ran = clone.check();
        assertThat(ran.said())
                .contains("the farm wants to know who asks: The token in the Authorization header is not known,")
                .contains("/account and set BEEYARD_TOKEN.")
                .doesNotContain("byt_not-known");
        assertThat(ran.status()).isEqualTo(2);
        clone.environment().put("BEEYARD_TOKEN", "two words\nurl = \"file:///etc/passwd\"");
        assertThat(clone.check().said()).contains("BEEYARD_TOKEN is no token");
    }
}
