package org.beeyard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.beeyard.BareMachine.Ran;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./beeyard} where there is no farm: what it finds, builds and asks for. */
class LauncherTest {

    @TempDir
    Path folder;

    private BareMachine machine;
    private Path linux;

    @BeforeEach
    void machine() throws Exception {
        machine = BareMachine.in(folder);
        linux = Files.createDirectories(folder.resolve("linux"));
    }

    @Test
    void says_that_the_build_failed_when_Maven_died_without_a_word() throws Exception {
        machine.command("mvn", "kill -9 $$");
        said(
                machine.launch("build"),
                "the program does not build, see above; Maven's whole output is " + folder.resolve("target-build.log"));
    }

    @Test
    void shows_the_beginning_of_a_long_failure() throws Exception {
        machine.command("mvn", "echo WARNING: old; printf 'line %s\\n' {1..50000}; exit 1");
        Ran ran = machine.launch("build");
        said(ran, "the program does not build, see above");
        assertThat(ran.said()).contains("\nline 20\n").doesNotContain("WARNING").doesNotContain("\nline 21\n");
    }

    @Test
    void asks_for_Maven_before_it_builds_for_a_client() throws Exception {
        said(machine.launch("status"), """
                packages are missing. Install them with:
                  sudo apt-get update && sudo apt-get install -y --no-install-recommends maven
                """);
    }

    @Test
    void prints_the_command_when_nobody_answers_the_question() throws Exception {
        Path terminal = BareMachine.there("script");
        Assumptions.assumeTrue(Files.exists(terminal));
        Ran ran = machine.run(Map.of("SHELL", "/bin/sh"), terminal.toString(), "-qec", "./beeyard build", "/dev/null");
        said(ran, """
                packages are missing. Install them with:
                  sudo apt-get update && sudo apt-get install -y --no-install-recommends maven
                """);
        assertThat(ran.said()).contains("Install them with sudo? [y/N]");
    }

    @Test
    void says_all_that_an_attempt_by_hand_needs() throws Exception {
        said(
                machine.launch("agent"),
                "an attempt by hand needs BEEYARD_FARM BEEYARD_WORK BEEYARD_CACHE BEEYARD_TOKEN (or BEEYARD_TOKEN_FILE); see");
        Map<String, String> all = Map.of(
                "BEEYARD_FARM",
                "http://farm.example",
                "BEEYARD_WORK",
                "work",
                "BEEYARD_CACHE",
                "cache",
                "BEEYARD_TOKEN",
                "t");
        said(
                machine.run(all, "./beeyard", "agent"),
                "there is no build and VM root " + folder
                        + "/.local/share/beeyard/root/trixie; vm-images/make-root makes one.");
        machine.command("id", "echo 0");
        said(
                machine.run(all, "./beeyard", "agent"),
                "what strangers wrote does not run as root; run the agent as another user.");
    }

    @Test
    void takes_a_clone_for_a_repository_whoever_owns_it() throws Exception {
        commit();
        String whole = "repository: " + linux + "\n    branch: HEAD\n";
        assertThat(origin(linux)).isEqualTo(new Ran(0, whole));
        assertThat(origin(linux.resolve("kernel"))).as("a folder within").isEqualTo(new Ran(0, whole));
        assertThat(machine.run(Map.of("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1"), originOf(linux.toString())))
                .as("another user's")
                .isEqualTo(new Ran(0, whole));
        for (String other : List.of("worktree add -q --detach ../other", "clone -q --bare . ../other.git")) {
            git(other.split(" "));
            Path there = folder.resolve(other.substring(other.indexOf("../") + 3));
            assertThat(origin(there)).isEqualTo(new Ran(0, "repository: " + there + "\n    branch: HEAD\n"));
        }
    }

    @Test
    void takes_a_folder_that_is_in_no_commit_for_sources() throws Exception {
        assertThat(origin(linux)).isEqualTo(new Ran(0, "source: " + linux + "\n"));
        commit();
        Path unpacked = Files.createDirectory(linux.resolve("unpacked"));
        Files.writeString(unpacked.resolve("Makefile"), "all:\n");
        assertThat(origin(unpacked)).isEqualTo(new Ran(0, "source: " + unpacked + "\n"));
    }

    @Test
    void refuses_what_only_ssh_leads_to() throws Exception {
        for (String url : List.of("git@example.org:linux.git", "ssh://example.org/linux.git")) {
            said(machine.run(Map.of(), originOf(url)), url + " is reached by ssh, which the farm does not speak.");
        }
        for (String url : List.of("https://me@example.org:8443/linux.git", "git://example.org/linux.git")) {
            assertThat(machine.run(Map.of(), originOf(url))).isEqualTo(new Ran(0, "git: " + url + "\n"));
        }
    }

    private static void said(Ran ran, String words) {
        assertThat(ran.said().replace("\r", "")).contains("beeyard: " + words);
        assertThat(ran.status()).isEqualTo(2);
    }

    private Ran origin(Path tree) throws IOException, InterruptedException {
        return machine.run(Map.of(), originOf(tree.toString()));
    }

    private static String[] originOf(String tree) {
        return new String[] {"bash", "-c", ". \"$0\" --help > /dev/null; origin \"$1\"", "./beeyard", tree};
    }

    private void commit() throws IOException, InterruptedException {
        Files.writeString(Files.createDirectory(linux.resolve("kernel")).resolve("a.c"), "int a;\n");
        git("init", "-q");
        git("add", ".");
        git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "base");
    }

    private void git(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", linux.toString()));
        command.addAll(List.of(words));
        Ran ran = machine.run(Map.of(), command.toArray(String[]::new));
        assertThat(ran.status()).as(ran.said()).isZero();
    }
}
