package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bpf-ci-check} in a developer's clone, run by this machine's shell, as the farm serves it. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class CheckScriptTest {

    private static int changes;

    @TempDir
    Path folder;

    private Path clone;
    private final Map<String, String> environment = new HashMap<>();

    record Ran(int status, String said) {}

    @BeforeEach
    void repository() throws Exception {
        String script =
                given().get("/bpf-ci-check").then().statusCode(200).extract().asString();
        Files.writeString(folder.resolve("bpf-ci-check"), script);
        clone = Files.createDirectory(folder.resolve("linux"));
        Files.writeString(clone.resolve("words.txt"), "start\none\nend\n");
        git("init", "-q", "-b", "bpf-next_base");
        git("add", ".");
        git("commit", "-qm", "base");
        git("checkout", "-q", "-b", "mine");
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
        commit("demo: Dry");
        Ran ran = run("-n");
        assertThat(ran.said())
                .matches(
                        "1 commits of mine that are not in bpf-next_base:\n  [0-9a-f]+ demo: Dry\nThey would be sent to http.*\n");
        assertThat(ran.status()).isZero();
    }

    @Test
    void sends_the_commits_and_waits_for_the_verdict() throws Exception {
        commit("demo: Conflict of " + System.nanoTime());
        git("checkout", "-q", "--detach");
        Files.writeString(clone.resolve("words.txt"), "start\nsomething else\nend\n");
        git("commit", "-qam", "demo: Elsewhere");
        git("checkout", "-q", "-b", "above");
        Files.writeString(clone.resolve("words.txt"), "start\nabove\nend\n");
        git("commit", "-qam", "demo: Above");
        Ran ran = run("-w", "-b", "above~1");
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
        assertThat(run().said()).contains("there is no base that this script knows");
        commit("demo: Committed");
        Files.writeString(clone.resolve("words.txt"), "not committed\n");
        assertThat(run().said()).contains("there are changes that are not committed");
        assertThat(run("-d", "mine", "-n").status()).isZero();
        assertThat(run("-d", "nothing").said()).contains("there is no branch nothing.");
        assertThat(run("-b", "nothing", "-d", "mine").said()).contains("there is no base nothing;");
        assertThat(run("-d", "mine", "-b", "mine").said()).contains("all commits of mine are in mine already.");
        assertThat(run("-x").status()).isEqualTo(2);
        assertThat(run("-d", "mine", "-f", "http://127.0.0.1:1").said())
                .contains("the farm at http://127.0.0.1:1 cannot be reached.");
    }

    @Test
    void shows_the_farm_whose_token_it_has_and_nobody_else() throws Exception {
        commit("demo: With a token");
        environment.put("BEEYARD_TOKEN", "byt_not-known");
        Ran ran = run();
        assertThat(ran.said())
                .contains("the farm wants to know who asks: The token in the Authorization header is not known,")
                .contains("/account and set BEEYARD_TOKEN.")
                .doesNotContain("byt_not-known");
        assertThat(ran.status()).isEqualTo(2);
        environment.put("BEEYARD_TOKEN", "two words\nurl = \"file:///etc/passwd\"");
        assertThat(run().said()).contains("BEEYARD_TOKEN is no token");
    }

    private void commit(String subject) throws Exception {
        Files.writeString(clone.resolve("words.txt"), "start\nchange " + ++changes + "\nend\n");
        git("commit", "-qam", subject);
    }

    private Ran run(String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("sh", folder.resolve("bpf-ci-check").toString()));
        command.addAll(List.of(words));
        return start(command);
    }

    private void git(String... words) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("git", "-c", "user.name=D", "-c", "user.email=dev@example.org", "-c", "commit.gpgsign=false"));
        command.addAll(List.of(words));
        Ran ran = start(command);
        assertThat(ran.status()).as(ran.said()).isZero();
    }

    private Ran start(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(clone.toFile()).redirectErrorStream(true);
        builder.environment().remove("BEEYARD_URL");
        builder.environment().remove("BEEYARD_TOKEN");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), said);
    }
}
