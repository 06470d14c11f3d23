package org.beeyard.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.beeyard.job.MatrixConfig;
import org.beeyard.job.PoolConfig;
import org.beeyard.protocol.HostArch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher is told to make roots for. */
class RootNeedsTest {

    @TempDir
    Path folder;

    @Test
    void are_none_for_a_farm_that_names_none() {
        assertThat(wanted(Map.of())).containsExactly("builds", "emulates", "packages");
        assertThat(wanted(Map.of("pools.one.slots", "4"))).containsExactly("builds", "emulates", "packages");
    }

    @Test
    void are_those_of_all_pools_of_this_machine_but_its_own() {
        assertThat(wanted(Map.of(
                        "pools.a.builds", "s390x," + HostArch.name(),
                        "pools.b.builds", "mips",
                        "pools.b.emulates", "s390x",
                        "pools.far.executor", "kubernetes",
                        "pools.far.builds", "riscv64")))
                .containsExactly("builds mips s390x", "emulates s390x", "packages");
    }

    @Test
    void are_the_compilers_that_a_matrix_names_besides_the_usual_ones() {
        assertThat(wanted(Map.of(
                        "matrix.a[0].arch", "x86_64",
                        "matrix.a[0].compiler", "clang-18",
                        "matrix.a[0].suites", "test_progs",
                        "matrix.b[0].arch", "x86_64",
                        "matrix.b[0].compiler", "clang",
                        "matrix.b[0].suites", "test_maps")))
                .containsExactly("builds", "emulates", "packages clang-18 lld-18 llvm-18");
    }

    @Test
    void are_told_of_a_configuration_that_can_be_used() throws IOException {
        Path file = Files.writeString(folder.resolve("farm.yaml"), "pools: {one: {emulates: [s390x]}}");
        assertThat(told(Map.of("BEEYARD_CONFIG", file.toString())))
                .isEqualTo(new Told(0, "builds\nemulates s390x\npackages\n", ""));
        assertThat(told(Map.of())).isEqualTo(new Told(0, "builds\nemulates\npackages\n", ""));
    }

    @Test
    void are_of_no_use_to_a_farm_that_cannot_start_which_is_told_instead() throws IOException {
        Path file = Files.writeString(folder.resolve("farm.yaml"), "pool: {one: {slots: 4}}");
        assertThat(told(Map.of("BEEYARD_CONFIG", file.toString(), "LIMITS_LOG", "1KiB")))
                .isEqualTo(new Told(2, "", """
                        beeyard: the farm's configuration %s cannot be used:
                          pool: there is no such key. Is pools meant?
                          limits.log: must be at least 1 MiB.
                        Each key can also be set by an environment variable: pools.local.slots by POOLS_LOCAL_SLOTS.
                        """.formatted(file)));
        assertThat(told(Map.of("BEEYARD_CONFIG", "/not/there")))
                .isEqualTo(new Told(
                        2,
                        "",
                        "beeyard: The farm's configuration /not/there, named by BEEYARD_CONFIG, cannot be read.\n"));
    }

    private record Told(int status, String out, String err) {}

    private static Told told(Map<String, String> environment) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = RootNeeds.tell(environment, new PrintStream(out), new PrintStream(err));
        return new Told(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static List<String> wanted(Map<String, String> config) {
        return RootNeeds.wanted(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PoolConfig.class)
                .withMapping(MatrixConfig.class)
                .withDefaultValues(new HashMap<>(config))
                .build());
    }
}
