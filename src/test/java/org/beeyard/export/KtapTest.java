package org.beeyard.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.export.ListedResults.attempt;
import static org.beeyard.export.ListedResults.subtest;
import static org.beeyard.export.ListedResults.test;
import static org.beeyard.protocol.Outcome.ERROR;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.MISSING;
import static org.beeyard.protocol.Outcome.PASS;
import static org.beeyard.protocol.Outcome.SKIP;
import static org.beeyard.protocol.Outcome.UNFIT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.beeyard.protocol.Ending;
import org.junit.jupiter.api.Test;

class KtapTest {

    @Test
    void subtests_stand_indented_before_their_test() throws IOException {
        assertThat(ktap(
                        attempt(Ending.FAILED, "2/1 passed."),
                        ListedResults.of(
                                test("arena", PASS, 0),
                                test("verifier_and", FAIL, 2),
                                subtest("verifier_and", "bad mask", FAIL, 2),
                                subtest("verifier_and", "good", PASS, 2),
                                test("xdp", SKIP, 0),
                                test("crashes", ERROR, 0),
                                test("later", MISSING, 0))))
                .isEqualTo("""
                        KTAP version 1
                        1..5
                        # test_progs x86_64 gcc, attempt 12
                        # 2/1 passed.
                        ok 1 arena
                          KTAP version 1
                          # Subtest: verifier_and
                          1..2
                          # expected: 1
                          # actual: <0>
                          not ok 1 bad mask
                          ok 2 good
                        # verifier_and says why
                        not ok 2 verifier_and
                        # xdp says why
                        ok 3 xdp # SKIP
                        # crashes says why
                        not ok 4 crashes # ERROR it began and did not end
                        # later says why
                        not ok 5 later # ERROR it was expected and never reported
                        """);
    }

    @Test
    void what_does_not_fit_the_kernel_is_skipped_with_the_reason_and_explains_the_end() throws IOException {
        assertThat(ktap(attempt(Ending.FAILED, "0/0 passed."), ListedResults.of(test("newer", UNFIT, 0))))
                .isEqualTo("""
                        KTAP version 1
                        1..1
                        # test_progs x86_64 gcc, attempt 12
                        # 0/0 passed.
                        # newer says why
                        ok 1 newer # SKIP newer says why
                        """);
    }

    @Test
    void the_worst_subtest_speaks_for_a_test_that_never_did() throws IOException {
        assertThat(ktap(
                        attempt(Ending.FAILED, "The kernel panicked."),
                        ListedResults.of(subtest("half", "a", PASS, 2), subtest("half", "b", FAIL, 2))))
                .endsWith("  not ok 2 b\nnot ok 1 half\n");
    }

    @Test
    void an_attempt_that_died_before_its_first_test_is_not_ok() throws IOException {
        assertThat(ktap(attempt(Ending.TIMED_OUT, "The VM hung."), ListedResults.of()))
                .isEqualTo("""
                KTAP version 1
                1..1
                # test_progs x86_64 gcc, attempt 12
                # The VM hung.
                not ok 1 test_progs x86_64 gcc # TIMEOUT
                """);
    }

    @Test
    void a_name_can_be_neither_a_line_of_its_own_nor_a_directive() throws IOException {
        String hostile = "a # SKIP\nok 2 b\r\u2028ok 3 \u0085c\u001b[31m";
        assertThat(ktap(attempt(Ending.FAILED, "1 failed."), ListedResults.of(test(hostile, FAIL, 0))))
                .endsWith("not ok 1 a _ SKIP ok 2 b\uFFFD\uFFFDok 3 \uFFFDc\uFFFD[31m\n")
                .contains("# a # SKIP\n# ok 2 b\n# \uFFFDok 3");
    }

    private static String ktap(EndedAttempt attempt, Results results) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Ktap.write(attempt, results, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
