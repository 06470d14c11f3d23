package org.beeyard.check.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.beeyard.check.CheckState;
import org.beeyard.check.mail.VerdictText.Failure;
import org.junit.jupiter.api.Test;

class VerdictTextTest {

    @Test
    void shows_what_fails_from_the_line_on_that_tells_it() {
        VerdictText text = new VerdictText(
                CheckState.FAIL,
                "bpf: This",
                "1 new failure in 412 tests: verifier_and.",
                "https://farm.example/runs/7",
                "bpf-next 1a2b3c4d5e6f",
                List.of(
                        new Failure(
                                "test_progs x86_64 gcc",
                                "verifier_and",
                                "noise\nmore noise\nstill\nrun_subtest:FAIL:unexpected_load_failure unexpected error: -22\nVERIFIER LOG:\n")),
                2);
        assertThat(text.subject()).isEqualTo("Re: bpf: This");
        assertThat(text.body()).isEqualTo("""
                The tests found new failures with this series.

                1 new failure in 412 tests: verifier_and.

                test_progs x86_64 gcc: verifier_and
                  | more noise
                  | still
                  | run_subtest:FAIL:unexpected_load_failure unexpected error: -22
                  | VERIFIER LOG:

                … and 2 more.

                All of it: https://farm.example/runs/7
                Compared with bpf-next 1a2b3c4d5e6f, which was tested in the same way.
                """);
    }

    @Test
    void says_that_it_passes_now() {
        assertThat(new VerdictText(CheckState.SUCCESS, "t", "No failures in 412 tests.", "", "bpf 1", List.of(), 0)
                        .body())
                .isEqualTo("""
                        The tests pass now with this series.

                        No failures in 412 tests.

                        Compared with bpf 1, which was tested in the same way.
                        """);
    }
}
