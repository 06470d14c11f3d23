package org.beeyard.testout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildWarningsTest {

    private final BuildWarnings warnings = new BuildWarnings();

    @Test
    void names_the_file_from_the_top_of_the_sources_with_the_line() {
        warnings.line("/src/linux/kernel/bpf/verifier.c:123:5: warning: unused variable ‘x’ [-Wunused-variable]");
        warnings.line("../kernel/bpf/core.c:7:1: warning: no previous prototype for ‘f’ [-Wmissing-prototypes]");
        assertThat(warnings.first())
                .containsExactly(
                        new BuildWarning("kernel/bpf/verifier.c", 123, "unused variable ‘x’ [-Wunused-variable]"),
                        new BuildWarning(
                                "kernel/bpf/core.c", 7, "no previous prototype for ‘f’ [-Wmissing-prototypes]"));
    }

    @Test
    void knows_those_of_objects_and_of_modpost() {
        warnings.line("vmlinux.o: warning: objtool: bpf_prog_run+0x1a: unreachable instruction");
        warnings.line("WARNING: modpost: missing MODULE_DESCRIPTION() in lib/test_bpf.o");
        assertThat(warnings.first())
                .containsExactly(
                        new BuildWarning("vmlinux.o", 0, "objtool: bpf_prog_run+0x1a: unreachable instruction"),
                        new BuildWarning("", 0, "modpost: missing MODULE_DESCRIPTION() in lib/test_bpf.o"));
    }

    @Test
    void what_is_none_is_none() {
        warnings.line("  CC      kernel/bpf/verifier.o");
        warnings.line("kernel/bpf/verifier.c:1:2: error: warning: is not a type");
        warnings.line("12 warnings generated.");
        warnings.line("x.c:1:1: warning: " + "y".repeat(3000));
        assertThat(warnings.first()).isEmpty();
        assertThat(warnings.all()).isZero();
    }

    @Test
    void each_is_kept_once_and_not_more_than_a_page_can_show() {
        for (int i = 0; i < 300; i++) {
            warnings.line("a.c:" + i + ":1: warning: unused");
            warnings.line("a.c:1:1: warning: unused");
        }
        assertThat(warnings.first()).hasSize(200);
        assertThat(warnings.all()).isEqualTo(300);
    }
}
