package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.beeyard.protocol.HostArch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts of builds and VMs make of an architecture; the programs that they would call only say that they are there. */
class ArchScriptsTest {

    private static final Path SCRIPTS = Path.of("vm-images/scripts").toAbsolutePath();

    @TempDir
    Path bin;

    private String other;

    @BeforeEach
    void not_this_machines() {
        other = HostArch.name().equals("s390x") ? "aarch64" : "s390x";
    }

    @Test
    void another_architecture_is_built_with_its_cross_compiler() throws Exception {
        program(other + "-linux-gnu-gcc", "");
        assertThat(words(other, "gcc").out())
                .endsWith("CROSS_COMPILE=" + other + "-linux-gnu-\n")
                .startsWith("ARCH=");
        assertThat(words(HostArch.name(), "gcc").out()).doesNotContain("CROSS_COMPILE");
    }

    @Test
    void without_one_it_is_the_place_that_is_not_fit() throws Exception {
        Said said = words(other, "gcc");
        assertThat(said.status()).isEqualTo(Sandbox.NOT_SET_UP);
        assertThat(said.out())
                .isEqualTo("There is no cross compiler for " + other
                        + " here: have it in the builds: of the pool, and start the farm anew by ./beeyard.\n");
    }

    @Test
    void clang_is_the_usual_one_or_that_of_a_version() throws Exception {
        for (String tool : List.of("clang-18", "ld.lld-18", "llvm-strip-18")) {
            program(tool, "");
        }
        assertThat(words(HostArch.name(), "clang").out()).endsWith(" LLVM=1\n");
        assertThat(words(HostArch.name(), "clang-18").out()).endsWith(" LLVM=-18\n");
        assertThat(words(HostArch.name(), "gcc").out()).doesNotContain("LLVM");
    }

    @Test
    void without_that_version_it_is_the_place_that_is_not_fit() throws Exception {
        program("clang-99", "");
        Said said = words(HostArch.name(), "clang-99");
        assertThat(said.status()).isEqualTo(Sandbox.NOT_SET_UP);
        assertThat(said.out()).startsWith("There is no ld.lld-99 here: start the farm anew by ./beeyard");
    }

    @Test
    void the_address_sanitizer_is_for_the_selftests_and_no_word_to_the_kernels_makefile() throws Exception {
        assertThat(words(HostArch.name(), "gcc-asan").out())
                .isEqualTo(words(HostArch.name(), "gcc").out());
        assertThat(run(
                                Map.of("ARCH", HostArch.name(), "COMPILER", "gcc-asan"),
                                "-c",
                                ". '" + SCRIPTS.resolve("kernel-arch") + "'; echo \"$COMPILER $asan\"")
                        .out())
                .isEqualTo("gcc yes\n");
    }

    @Test
    void each_architecture_has_a_machine_and_a_console_of_its_own() throws Exception {
        assertThat(vm("x86_64")).contains("-M q35", "-serial chardev:console", "console=ttyS0", "virtio-9p-pci");
        assertThat(vm("aarch64"))
                .contains("-M virt,gic-version=3", "-cpu max,pauth-impdef=on", "console=ttyAMA0", "virtio-9p-pci");
        assertThat(vm("s390x"))
                .contains("-device sclpconsole", "console=ttyS0", "virtio-9p-ccw")
                .doesNotContain("-pci");
    }

    /** What kernel_args are in libbpf/ci's run-vmtest. */
    @Test
    void kernels_are_told_what_upstreams_ci_tells_them() throws Exception {
        assertThat(vm("x86_64").split("\\s+"))
                .contains(
                        "panic=-1",
                        "sysctl.vm.panic_on_oom=1",
                        "hardlockup_all_cpu_backtrace=1",
                        "softlockup_all_cpu_backtrace=1",
                        "kasan_multi_shot",
                        "no5lvl",
                        "log_buf_len=16M");
    }

    @Test
    void an_emulated_machine_keeps_little_of_the_code_that_it_translates() throws Exception {
        assertThat(vm("x86_64")).contains("-accel tcg,thread=multi,tb-size=256");
    }

    @Test
    void a_place_that_lacks_a_cross_compiler_says_which() throws Exception {
        for (String tool : List.of("gcc", "clang", "make", "bc", "flex", "bison", "pahole", "zstd", "tar")) {
            program(tool, "");
        }
        program("qemu-system-" + other, "echo QEMU emulator version 10.0.1");
        assertThat(run(Map.of(), SCRIPTS.resolve("probe").toString(), other, "").out())
                .endsWith("QEMU 10.0\n");
        assertThat(run(Map.of(), SCRIPTS.resolve("probe").toString(), other, "s390x aarch64")
                        .out())
                .endsWith("there is no cross compiler for s390x\n");
    }

    private Said words(String arch, String compiler) throws Exception {
        return run(
                Map.of("ARCH", arch, "COMPILER", compiler),
                "-c",
                ". '" + SCRIPTS.resolve("kernel-arch") + "'; echo \"${make_words[@]}\"");
    }

    private String vm(String arch) throws Exception {
        program("qemu-system-" + arch, "echo QEMU emulator version 10.0.1");
        return run(
                        Map.of(),
                        SCRIPTS.resolve("vm-run").toString(),
                        "--arch",
                        arch,
                        "--kernel",
                        "k",
                        "--root",
                        "/r",
                        "--inputs",
                        "/i",
                        "--console",
                        "/c",
                        "--print",
                        "yes")
                .out()
                .replace("\\", "");
    }

    private record Said(int status, String out) {}

    private Said run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash").redirectErrorStream(true);
        builder.command().addAll(List.of(command));
        builder.environment().put("PATH", bin + ":/usr/bin:/bin");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out);
    }

    private void program(String name, String line) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
