package org.beeyard.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of a bundle, with a QEMU that only says what a guest would. */
class ReproduceScriptTest {

    private static final Path SCRIPTS = Path.of("vm-images/scripts");

    @TempDir
    Path temp;

    private Path bundle;

    @BeforeEach
    void unpack() throws IOException {
        bundle = Files.createDirectories(temp.resolve("a bundle"));
        Files.copy(SCRIPTS.resolve("reproduce"), bundle.resolve("reproduce.sh"));
        Files.copy(SCRIPTS.resolve("vm-run"), bundle.resolve("vm-run"));
        Files.createDirectories(bundle.resolve("root"));
        Files.createDirectories(bundle.resolve("inputs"));
        Files.writeString(bundle.resolve("failed"), "timer\nxdp\n");
        settings("test_progs");
        guest("ready uptime=1 kernel=6.18 arch=x86_64\\nexit test_progs 1\\ndone", "#1 timer:FAIL", "booted");
    }

    @Test
    void runs_what_failed_and_ends_as_the_suite_did() throws Exception {
        Ran ran = run();
        assertThat(ran.status()).as(ran.words()).isEqualTo(1);
        assertThat(ran.words()).contains("#1 timer:FAIL\n", "test_progs ended with status 1.");
        assertThat(bundle.resolve("inputs/allow")).hasContent("timer\nxdp\n");
        assertThat(bundle.resolve("out/output.log")).hasContent("#1 timer:FAIL\n");
        assertThat(bundle.resolve("out/console.log")).hasContent("booted\n");
    }

    @Test
    void runs_what_is_asked_for_or_all_that_the_farm_ran() throws Exception {
        Files.writeString(bundle.resolve("inputs/allow"), "from the farm\n");
        run("arena", "xdp/a part");
        assertThat(bundle.resolve("inputs/allow")).hasContent("arena\nxdp/a part\n");
        run("--all");
        assertThat(bundle.resolve("inputs/allow")).hasContent("from the farm\n");
        Files.writeString(bundle.resolve("inputs/custom"), "checks/style");
        settings("style");
        run("one remark");
        assertThat(bundle.resolve("inputs/allow")).hasContent("one remark\n");
    }

    @Test
    void a_suite_that_knows_no_tests_by_name_runs_as_a_whole() throws Exception {
        settings("test_maps");
        guest("ready uptime=1\\nexit test_maps 0", "fine", "");
        Ran ran = run("one");
        assertThat(ran.status()).as(ran.words()).isZero();
        assertThat(ran.words()).contains("test_maps runs as a whole.");
        assertThat(bundle.resolve("inputs/allow")).isEmptyFile();
    }

    @Test
    void tells_a_kernel_that_died_from_a_test_that_failed() throws Exception {
        guest("ready uptime=1", "", "[ 1.0] BUG: kernel NULL pointer dereference\\n[ 1.1] Kernel panic - not syncing");
        Ran ran = run();
        assertThat(ran.status()).isEqualTo(1);
        assertThat(ran.words()).contains("the kernel complained:\n[ 1.0] BUG:", "the VM ended before test_progs did.");
        guest("", "", "nothing");
        assertThat(run().words()).contains("the guest never became ready");
    }

    @Test
    void shows_the_line_of_qemu_and_starts_nothing() throws Exception {
        Ran ran = run("--print");
        assertThat(ran.status()).as(ran.words()).isZero();
        assertThat(ran.words())
                .contains("qemu-system-x86_64 -M q35", "-m 512M", "a\\ bundle/root", "init=/bin/sh")
                .doesNotContain("ended");
        assertThat(bundle.resolve("out/output.log")).doesNotExist();
    }

    @Test
    void says_what_is_missing() throws Exception {
        Files.delete(temp.resolve("bin/qemu-system-x86_64"));
        Ran ran = run();
        assertThat(ran.status()).isEqualTo(2);
        assertThat(ran.words()).contains("there is no qemu-system-x86_64 here");
        assertThat(run("--wrong").words()).contains("reproduce.sh [--all] [--print] [TEST...]");
    }

    private void settings(String suite) throws IOException {
        Files.writeString(
                bundle.resolve("settings"),
                "attempt=12\narch='x86_64'\nsuite='" + suite + "'\naccel='tcg'\ncpus=2\nmemory=536870912\nlimit=60\n");
    }

    /** Old, as distributions have them: the farm would not take it. */
    private void guest(String control, String output, String console) throws IOException {
        Path qemu = Files.createDirectories(temp.resolve("bin")).resolve("qemu-system-x86_64");
        Files.writeString(qemu, """
                #!/bin/bash
                if [ "$1" = --version ]; then echo "QEMU emulator version 7.2.1"; exit; fi
                for word; do
                    case $word in
                    file,id=console,path=*) printf '%s\\n' > "${word#*path=}" ;;
                    file,id=port1,path=*) printf '%s\\n\\0\\0\\n' > "${word#*path=}" ;;
                    file,id=port2,path=*) printf '%s\\n' > "${word#*path=}" ;;
                    esac
                done
                """.formatted(console, control, output));
        Files.setPosixFilePermissions(qemu, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Ran(int status, String words) {}

    private Ran run(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("bash", bundle.resolve("reproduce.sh").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", temp.resolve("bin") + ":/usr/bin:/bin");
        Process process = builder.start();
        String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), words);
    }
}
