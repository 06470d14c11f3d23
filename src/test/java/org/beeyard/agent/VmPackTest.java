package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.beeyard.protocol.HostArch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a VM is told of a build that gave not all that was asked for. */
class VmPackTest {

    @TempDir
    Path folder;

    @BeforeEach
    void build() throws IOException {
        for (String script : List.of("kernel-arch", "synctypes-pack", "vm-pack")) {
            write(
                    "scripts/" + script,
                    Files.readString(Path.of("vm-images/scripts", script))
                            .replace("/work/", folder + "/work/")
                            .replace("/src/", folder + "/src/"));
        }
        for (String image : List.of("arch/x86/boot/bzImage", "arch/arm64/boot/Image", "arch/s390/boot/bzImage")) {
            write("src/out/" + image, "");
        }
        write("src/out/.config", "");
        write("src/linux/tools/testing/selftests/bpf/test_progs", "");
        Files.setPosixFilePermissions(
                write("bin/zstd", "#!/bin/sh\ncat > /dev/null\n"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void a_runner_that_was_asked_for_and_is_not_there_is_named() throws Exception {
        assertThat(packed("bpf_testmod.ko test_maps test_progs")).isEqualTo("warning: test_maps was not built\n0");
        assertThat(folder.resolve("work/pack/selftests/unbuilt-targets")).hasContent("test_maps\n");
    }

    @Test
    void one_whose_compiler_the_place_has_not_is_not_the_sources_fault() throws Exception {
        for (String compiler : List.of("bpf-unknown-none-gcc", "bpf-gcc")) {
            Assumptions.assumeFalse(Files.exists(Path.of("/usr/bin", compiler)));
        }
        assertThat(packed("test_progs test_progs-bpf_gcc")).isEqualTo("0");
        assertThat(folder.resolve("work/pack/selftests/unbuilt-targets")).doesNotExist();
    }

    @Test
    void a_build_that_gave_nothing_of_it_has_failed() throws Exception {
        assertThat(packed("test_maps test_verifier"))
                .endsWith("error: the selftests gave none of: test_maps test_verifier\n1");
    }

    /** What is said, and the status. */
    private String packed(String targets) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "bash", folder.resolve("scripts/vm-pack").toString(), "vm.tar.zst")
                .redirectErrorStream(true);
        builder.environment().put("PATH", folder + "/bin:/usr/bin:/bin");
        builder.environment().put("ARCH", HostArch.name());
        builder.environment().put("COMPILER", "gcc");
        builder.environment().put("TARGETS", targets);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return out + process.waitFor();
    }

    private Path write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }
}
