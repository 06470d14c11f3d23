package org.beeyard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.beeyard.BareMachine.Ran;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./beeyard} where it starts a farm: a program that is built already, and a Java that only tells what it was to do. */
class LauncherFarmsTest {

    private static final List<String> THERE = List.of(
            "mkdir", "echo", "ls", "mv", "sort", "xargs", "sha256sum", "cut", "paste", "seq", "sleep", "tail", "touch");

    private static final String WRONG = "*RootNeeds*) echo 'beeyard: it is wrong.' >&2; exit 2 ;;";
    private static final String NEEDS_NOTHING = "*RootNeeds*) ;;";

    @TempDir
    Path folder;

    private BareMachine machine;

    @BeforeEach
    void machine() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/share/keyrings/debian-archive-keyring.gpg")));
        machine = BareMachine.in(folder);
        machine.has(THERE);
        machine.command("uname", "echo x86_64");
        machine.command("nproc", "echo 2");
        machine.command("df", "printf 'Filesystem\\nnone 0 0 99999\\n'");
        machine.command("curl", "case \"$*\" in */live) exit 7 ;; esac");
        for (String command : List.of("mmdebstrap", "dpkg-deb", "xz", "newuidmap", "unshare", "mvn")) {
            machine.command(command, "exit 0");
        }
        BareMachine.script(folder.resolve("vm-images/make-root"), "mkdir \"$1\"");
        write("vm-images/packages", "");
        write("vm-images/scripts/sandbox", "");
        write("src/main/resources/demo/tests", "verifier_and\n");
        write("src/main/resources/demo/deny", "");
        write("pom.xml", "");
        write("linux/Makefile", "all:\n");
        write("data/admin-token", "secret");
        write("target/quarkus-app/lib/main/com.fasterxml.jackson.core.jar", "");
        write("target/quarkus-app/quarkus-run.jar", "");
        BareMachine.script(folder.resolve("jdk/bin/javac"), "echo javac 25");
    }

    @Test
    void a_farm_that_cannot_be_is_told_of_before_its_roots_are_made() throws Exception {
        java(WRONG);
        assertThat(launched("serve")).isEqualTo(new Ran(2, "beeyard: it is wrong.\n"));
        java(NEEDS_NOTHING);
        assertThat(launched("serve").said()).matches("(?s)Making the build and VM root .*\njava .*quarkus-run.jar\n");
    }

    @Test
    void a_demo_that_cannot_be_is_told_of_before_its_root_is_made() throws Exception {
        java(WRONG);
        for (String[] words : List.of(new String[] {"demo"}, new String[] {"demo", "--tree", "linux"})) {
            Ran ran = launched(words);
            assertThat(ran.said()).endsWith("\nbeeyard: it is wrong.\n").doesNotContain("Making");
            assertThat(ran.status()).isEqualTo(2);
        }
    }

    @Test
    void a_demo_tells_its_client_which_farm_it_has_started() throws Exception {
        java(NEEDS_NOTHING
                + " *client.Main*) all=\"$*\"; echo \"client ${all##*client.Main }\" ;; *) exec sleep 60 ;;");
        Ran ran = launched("demo", "--all", "--once", "--tree", "linux");
        assertThat(ran.said())
                .containsPattern("\nclient demo --all --own-farm \\d+ --log " + folder.resolve("data/farm.log") + "\n");
        assertThat(ran.status()).isZero();
    }

    @Test
    void a_demo_that_stays_up_says_when_its_farm_has_ended() throws Exception {
        java(
                NEEDS_NOTHING
                        + " *client.Main*) all=\"$*\"; farm=${all##*--own-farm }; kill -9 \"${farm%% *}\" ;; *) exec sleep 60 ;;");
        Ran ran = launched("demo", "--tree", "linux");
        assertThat(ran.said())
                .endsWith("beeyard: the farm has ended by itself; its log is " + folder.resolve("data/farm.log")
                        + ". The same command goes on from there.\n");
        assertThat(ran.status()).isEqualTo(2);
    }

    private Ran launched(String... words) throws IOException, InterruptedException {
        return machine.launch(
                Map.of(
                        "JAVA_HOME", folder.resolve("jdk").toString(),
                        "BEEYARD_HOME", folder.resolve("data").toString()),
                words);
    }

    /** @param cases of what it is called with */
    private void java(String cases) throws IOException {
        BareMachine.script(folder.resolve("jdk/bin/java"), "case \"$*\" in " + cases + " *) echo \"java $*\" ;; esac");
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
