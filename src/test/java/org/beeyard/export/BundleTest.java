package org.beeyard.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.beeyard.protocol.AttemptSpec.BlobRef;
import org.junit.jupiter.api.Test;

class BundleTest {

    @Test
    void says_what_failed_where_and_of_which_sources() {
        assertThat(bundle("verifier_and").readme("https://ci.example.org")).isEqualTo("""
                test_progs x86_64 gcc, attempt 12: 1 failed.
                https://ci.example.org/jobs/7

                ./reproduce.sh            runs the tests that failed (see failed)
                ./reproduce.sh TEST...    runs these
                ./reproduce.sh --all      runs all that the attempt ran
                ./reproduce.sh --print    shows the QEMU line

                It needs bash and QEMU, and not to be root. kernel was built with config by what toolchain names.

                Sources: bpf-next 1a2b3c (bpf: Start)
                         with the CI configuration 4d5e6f
                         and 2 patches of bpf: Say so: git checkout 1a2b3c && git am series.mbox
                """);
        assertThat(bundle("verifier_and").size()).isEqualTo(1_111);
    }

    @Test
    void a_name_is_a_line_or_none() {
        assertThat(bundle("a b", "c\nevil", "#1/p 'q'").failedLines()).isEqualTo("a b\n#1/p 'q'\n");
    }

    @Test
    void the_shell_takes_a_name_for_a_word_whatever_is_in_it() {
        assertThat(Bundle.word("verifier_and/part.1")).hasValue("verifier_and/part.1");
        assertThat(Bundle.word("a b; rm -rf ~ `x` $(y) 'z'")).hasValue("'a b; rm -rf ~ `x` $(y) '\\''z'\\'''");
        assertThat(Bundle.word("a\nb")).isEmpty();
        assertThat(bundle("x").settings()).isEqualTo("""
                attempt=12
                arch='x86_64'
                suite='test_progs'
                accel='kvm'
                cpus=2
                memory=3221225472
                limit=3600
                """);
    }

    private static Bundle bundle(String... failed) {
        BlobRef vm = new BlobRef("a", 1_000);
        return new Bundle(
                12,
                7,
                "test_progs x86_64 gcc",
                "test_progs",
                "x86_64",
                "kvm",
                2,
                3L << 30,
                3600,
                "1 failed.",
                "bpf-next",
                "1a2b3c",
                "bpf: Start",
                "4d5e6f",
                3L,
                "bpf: Say so",
                2,
                List.of(failed),
                vm,
                new BlobRef("b", 100),
                new BlobRef("c", 10),
                new BlobRef("d", 1));
    }
}
