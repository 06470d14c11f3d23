package org.beeyard.testout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.junit.jupiter.api.Test;

class SanitizedReaderTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private static final String USE_AFTER_FREE = """
            =================================================================
            ==95==ERROR: AddressSanitizer: heap-use-after-free on address 0x50300001a5d0 at pc 0x5580c1d2f3a9 bp 0x7ffd1c6f2b40 sp 0x7ffd1c6f2b38
            READ of size 4 at 0x50300001a5d0 thread T0
                #0 0x5580c1d2f3a8 in check_values prog_tests/ringbuf.c:88
                #1 0x5580c1d2f5ee in test_ringbuf prog_tests/ringbuf.c:301
                #2 0x5580c1f0a1b3 in run_one_test /src/linux/tools/testing/selftests/bpf/test_progs.c:1250
                #3 0x7f1e5c833ca7 in __libc_start_call_main ../sysdeps/nptl/libc_start_call_main.h:58

            0x50300001a5d0 is located 0 bytes inside of 32-byte region [0x50300001a5d0,0x50300001a5f0)
            freed by thread T0 here:
                #0 0x7f1e5ccfb4d8 in free ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:52

            SUMMARY: AddressSanitizer: heap-use-after-free prog_tests/ringbuf.c:88 in check_values
            ==95==ABORTING
            """;

    private static final String LEAK = """

            =================================================================
            ==95==ERROR: LeakSanitizer: detected memory leaks

            Direct leak of 24 byte(s) in 1 object(s) allocated from:
                #0 0x7f1e5ccfc610 in calloc ../../../../src/libsanitizer/asan/asan_malloc_linux.cpp:77
                #1 0x5580c1d1e0c1 in serial_test_xdp_info prog_tests/xdp_info.c:19
                #2 0x5580c1f0a1b3 in run_one_test /src/linux/tools/testing/selftests/bpf/test_progs.c:1250

            SUMMARY: AddressSanitizer: 24 byte(s) leaked in 1 allocation(s).
            """;

    private final List<TestReport> reports = new ArrayList<>();

    @Test
    void the_test_during_which_an_error_is_reported_has_failed_whatever_it_says_itself() {
        SuiteReader reader = read(
                "test_progs",
                "#1       atomics:OK",
                "test_ringbuf:PASS:open 0 nsec",
                USE_AFTER_FREE,
                "#2/1     ringbuf/write:OK",
                "#2/2     ringbuf/read:OK",
                "#2       ringbuf:OK",
                "#3       xdp_info:OK",
                "Summary: 3/2 PASSED, 0 SKIPPED, 0 FAILED");
        assertThat(outcomes())
                .containsExactly(
                        "atomics PASS", "ringbuf/write FAIL", "ringbuf/read PASS", "ringbuf FAIL", "xdp_info PASS");
        assertThat(reports.get(3).excerpt())
                .startsWith("==95==ERROR: AddressSanitizer: heap-use-after-free on address")
                .endsWith("SUMMARY: AddressSanitizer: heap-use-after-free prog_tests/ringbuf.c:88 in check_values\n");
        assertThat(reader.words()).isEqualTo("3/2 passed, 0 skipped, 0 failed; AddressSanitizer: heap-use-after-free");
    }

    @Test
    void of_an_error_that_ends_the_suite_the_test_that_never_reported_is_the_failure() {
        SuiteReader reader = read("test_progs", "#1       atomics:OK", "said before", USE_AFTER_FREE);
        assertThat(outcomes()).containsExactly("atomics PASS");
        assertThat(reader.missing(List.of("atomics", "ringbuf", "xdp_info"))).containsExactly("ringbuf", "xdp_info");
        assertThat(reader.unfinished()).isEqualTo(Outcome.FAIL);
        assertThat(reader.unfinishedLog()).startsWith("==95==ERROR: AddressSanitizer: heap-use-after-free");
    }

    @Test
    void a_leak_that_is_found_in_the_end_is_a_failure_of_the_test_that_the_stack_names() {
        read(
                "test_progs",
                "#1       atomics:OK",
                "#2       ringbuf:OK",
                "#3       xdp_info:OK",
                "Summary: 3/0 PASSED, 0 SKIPPED, 0 FAILED",
                LEAK);
        assertThat(outcomes()).containsExactly("atomics PASS", "ringbuf PASS", "xdp_info PASS", "xdp_info FAIL");
        assertThat(reports.getLast().excerpt()).startsWith("==95==ERROR: LeakSanitizer: detected memory leaks\n");
    }

    @Test
    void tests_that_run_side_by_side_are_told_apart_by_the_stacks() {
        read("test_progs_parallel", USE_AFTER_FREE, "#1       atomics:OK", "#2       ringbuf:OK");
        assertThat(outcomes()).containsExactly("atomics PASS", "ringbuf PASS", "ringbuf FAIL");
    }

    @Test
    void what_no_stack_gives_a_test_is_a_failure_of_its_own() {
        read(
                "test_progs",
                "#1       atomics:OK",
                "Summary: 1/0 PASSED, 0 SKIPPED, 0 FAILED",
                LEAK.replace("serial_test_xdp_info", "bpf_object__open"));
        assertThat(outcomes()).containsExactly("atomics PASS", "LeakSanitizer FAIL");
    }

    @Test
    void other_suites_are_read_in_the_same_way() {
        read(
                "test_verifier",
                "#1/p one OK",
                "Summary: 1 PASSED, 0 SKIPPED, 0 FAILED",
                LEAK.replace("xdp_info", "none_of_its"));
        assertThat(outcomes()).containsExactly("one PASS", "LeakSanitizer FAIL");
    }

    @Test
    void what_only_looks_like_a_report_is_none() {
        read("test_progs", "==x==ERROR: AddressSanitizer: no", "SUMMARY: AddressSanitizer: no", "#1       atomics:OK");
        assertThat(outcomes()).containsExactly("atomics PASS");
    }

    private List<String> outcomes() {
        return reports.stream()
                .map(test -> test.fullName() + " " + test.outcome())
                .toList();
    }

    private SuiteReader read(String suite, String... texts) {
        SuiteReader reader = SuiteReader.of(suite, AT, () -> List.of("atomics", "ringbuf", "xdp_info"), reports::add);
        for (String text : texts) {
            text.lines().forEach(line -> reader.line(line, AT));
        }
        reader.end(AT);
        return reader;
    }
}
