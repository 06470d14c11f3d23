package org.beeyard.testout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.beeyard.protocol.TestReport;
import org.junit.jupiter.api.Test;

class FailingLinesTest {

    @Test
    void the_verifiers_reason_and_what_was_expected_instead_come_first_of_a_message_that_differs() throws IOException {
        assertThat(FailingLines.of(real("verifier_map_ptr", "bpf_map_ptr: r = 0, r = r + map_ptr @unpriv")))
                .contains("""
                        …
                        libbpf: prog '_0_r_r_map_ptr': BPF program load failed: Permission denied
                        libbpf: prog '_0_r_r_map_ptr': failed to load: -13
                        libbpf: failed to load object 'verifier_map_ptr'
                        …
                        validate_msgs:FAIL:695 expect_msg
                        …
                        R1 has pointer with unsupported alu operation, pointer arithmetic with it prohibited for !root
                        …
                        EXPECTED   SUBSTR: 'R0 has pointer with unsupported alu operation'""");
    }

    @Test
    void checks_that_held_are_not_among_them() throws IOException {
        assertThat(FailingLines.of(real("migrate_reuseport", "IPv6 TCP_NEW_SYN_RECV reqsk_timer_handler")))
                .contains("""
                        …
                        count_requests:FAIL:count in BPF prog unexpected count in BPF prog: actual 0 != expected 25""");
    }

    @Test
    void what_is_seen_at_once_is_not_shortened() throws IOException {
        assertThat(FailingLines.of(real("verify_pkcs7_sig", "pkcs7_sig_from_map")))
                .isEmpty();
    }

    @Test
    void the_first_that_fails_is_named_before_all_that_fail_after_it() {
        String many = "libbpf: elf: skipping section\n".repeat(40)
                + numbered("libbpf: prog 'p%d': failed to load: -13\n", 20)
                + numbered("check:FAIL:%d unexpected error: -13\n", 50);
        List<String> lines = FailingLines.of(many).orElseThrow().lines().toList();
        assertThat(lines)
                .hasSize(14)
                .startsWith("…", "check:FAIL:0 unexpected error: -13")
                .endsWith("…");
    }

    @Test
    void words_in_which_nothing_fails_end_with_the_last_ones() {
        assertThat(FailingLines.of(numbered("step %d\n", 30)))
                .contains("…\nstep 22\nstep 23\nstep 24\nstep 25\nstep 26\nstep 27\nstep 28\nstep 29");
    }

    @Test
    void a_line_without_end_does_not_fill_the_page() {
        assertThat(FailingLines.of("x:FAIL:" + "y".repeat(3000)).orElseThrow()).hasSize(301);
        assertThat(FailingLines.of("z".repeat(100_000)).orElseThrow()).hasSize(301);
    }

    private static String numbered(String format, int many) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < many; i++) {
            lines.append(format.formatted(i));
        }
        return lines.toString();
    }

    /** What the reader gives as the subtest's excerpt, from the whole output of a run. */
    private static String real(String test, String subtest) throws IOException {
        List<TestReport> reports = new ArrayList<>();
        TestProgsReader reader = new TestProgsReader(List::of, true, Instant.EPOCH, reports::add);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(FailingLinesTest.class.getResourceAsStream(
                        "/reference/test_progs-full-parallel.stdout.txt.gz"))),
                StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> reader.line(line, Instant.EPOCH));
        }
        return reports.stream()
                .filter(report -> report.test().equals(test) && subtest.equals(report.subtest()))
                .map(TestReport::excerpt)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
