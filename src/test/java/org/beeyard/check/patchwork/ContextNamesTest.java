package org.beeyard.check.patchwork;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.beeyard.check.Check.Subject;
import org.beeyard.patchwork.PatchworkConfig.Contexts;
import org.junit.jupiter.api.Test;

class ContextNamesTest {

    private static final Subject SUMMARY = new Subject.Summary();
    private static final Subject GCC = new Subject.OfJob("test_progs x86_64 gcc", "x86_64", "gcc", "test_progs");
    private static final Subject CLANG = new Subject.OfJob("build s390x clang", "s390x", "clang", "build");

    @Test
    void name_instance_tree_arch_and_suite() {
        ContextNames names = new ContextNames(Contexts.BEEYARD, "beeyard");
        assertThat(names.of(Optional.of("bpf-next"), SUMMARY)).isEqualTo("beeyard-bpf-next-summary");
        assertThat(names.of(Optional.of("bpf-next"), GCC)).isEqualTo("beeyard-bpf-next-x86_64-test_progs");
        assertThat(names.of(Optional.of("bpf-next"), CLANG)).isEqualTo("beeyard-bpf-next-s390x-build-clang");
        assertThat(names.of(Optional.empty(), SUMMARY)).isEqualTo("beeyard-summary");
    }

    @Test
    void are_those_of_the_kernel_patches_daemon_when_wanted() {
        ContextNames names = new ContextNames(Contexts.KPD, "beeyard");
        assertThat(names.of(Optional.of("bpf-next"), SUMMARY)).isEqualTo("bpf-next-PR");
        assertThat(names.of(Optional.of("bpf-next"), GCC)).isEqualTo("bpf-next_test_progs_x86_64_gcc");
    }

    @Test
    void have_only_characters_that_patchwork_takes() {
        ContextNames names = new ContextNames(Contexts.BEEYARD, "beeyard");
        assertThat(names.of(Optional.of("linux-6.12/größe"), SUMMARY)).isEqualTo("beeyard-linux-6_12_gr_e-summary");
        assertThat(names.of(Optional.of("t".repeat(300)), SUMMARY)).hasSize(255);
    }
}
