package org.beeyard;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.beeyard.Clone.Ran;
import org.beeyard.github.FakeGithub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A developer's clone of a fork on GitHub, in which {@code bpf-ci-check -r} is called. */
abstract class BesideFork extends BesideGithub {

    private static int clones;

    @TempDir
    Path folder;

    Clone clone;
    final String branch = "work-" + ++clones;
    final String test = "ci-test/" + branch;

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

    final void refused(String words, String... options) throws Exception {
        Ran ran = clone.check(options);
        assertThat(ran.said()).contains(words).doesNotContain("Pushed");
        assertThat(ran.status()).as(ran.said()).isEqualTo(2);
    }

    final Path bare() {
        return Path.of(URI.create(git));
    }

    /** A remote with an address as GitHub's are, which git finds on this machine. */
    final void remote(String name, String address) throws Exception {
        clone.git("config", "--replace-all", "url." + bare() + ".insteadOf", url + "/" + REPOSITORY + ".git");
        clone.git("remote", "add", name, address);
    }

    /** The newest open one of this test's branch. */
    final JsonNode pull() {
        List<JsonNode> open = github.pulls().stream()
                .filter(pull -> pull.path("head").path("ref").asText().equals(test)
                        && pull.path("state").asText().equals("open"))
                .toList();
        assertThat(open).hasSize(1);
        return open.getFirst();
    }

    final String branches() throws Exception {
        return clone.git("ls-remote", bare().toString());
    }
}
