package org.beeyard.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.beeyard.job.PoolConfig;
import org.beeyard.protocol.HostArch;
import org.junit.jupiter.api.Test;

/** What the launcher is told to make roots for. */
class OtherArchsTest {

    @Test
    void are_none_for_a_farm_that_names_none() {
        assertThat(wanted(Map.of())).containsExactly("builds", "emulates");
        assertThat(wanted(Map.of("pools.one.slots", "4"))).containsExactly("builds", "emulates");
    }

    @Test
    void are_those_of_all_pools_of_this_machine_but_its_own() {
        assertThat(wanted(Map.of(
                        "pools.a.builds", "s390x," + HostArch.name(),
                        "pools.b.builds", "mips",
                        "pools.b.emulates", "s390x",
                        "pools.far.executor", "kubernetes",
                        "pools.far.builds", "riscv64")))
                .containsExactly("builds mips s390x", "emulates s390x");
    }

    private static List<String> wanted(Map<String, String> config) {
        return OtherArchs.wanted(new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(PoolConfig.class)
                .withDefaultValues(new HashMap<>(config))
                .build());
    }
}
