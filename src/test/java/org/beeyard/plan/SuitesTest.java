package org.beeyard.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuitesTest {

    @Test
    void knows_what_to_build_for_each() {
        assertThat(Suites.targets(List.of(
                        "test_progs_parallel",
                        "test_progs",
                        "test_progs_no_alu32_parallel",
                        "test_progs_cpuv4",
                        "test_maps")))
                .containsExactly("test_maps", "test_progs", "test_progs-cpuv4", "test_progs-no_alu32");
        assertThat(Suites.targets(List.of("sched_ext", "test_verifier")))
                .containsExactly("bpf_testmod.ko", "sched_ext", "test_verifier");
    }

    @Test
    void has_upstreams_name_for_the_programs_that_gcc_compiles() {
        assertThat(Suites.targets(List.of("test_progs-bpf_gcc", "test_progs-bpf_gcc_parallel")))
                .containsExactly("test_progs-bpf_gcc");
        assertThat(Suites.divisible("test_progs-bpf_gcc")).isTrue();
    }

    @Test
    void builds_the_programs_that_veristat_looks_at() {
        assertThat(Suites.targets(List.of("veristat"))).containsExactly("test_progs", "veristat");
    }

    @Test
    void builds_what_the_scripts_of_bpftool_load() {
        assertThat(Suites.targets(List.of("bpftool"))).containsExactly("metadata_unused.bpf.o", "metadata_used.bpf.o");
    }

    @Test
    void builds_nothing_for_what_it_does_not_know() {
        assertThat(Suites.targets(List.of("checkpatch", "test_progs; rm"))).isEmpty();
    }
}
