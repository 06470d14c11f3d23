package org.beeyard.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.beeyard.job.MatrixConfig;
import org.beeyard.job.PoolConfig;
import org.beeyard.protocol.HostArch;
import org.junit.jupiter.api.Test;

/** What the launcher is told to make roots for. */
class RootNeedsTest {

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
                        "matrix.b[0].asan", "true",
                        "matrix.b[0].suites", "test_progs,test_progs-bpf_gcc",
                        "matrix.b[1].arch", "aarch64",
                        "matrix.b[1].compiler", "clang",
                        "matrix.b[1].suites", "test_maps")))
                .containsExactly("builds", "emulates", "packages clang-18 gcc-bpf libclang-rt-19-dev lld-18 llvm-18");
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
