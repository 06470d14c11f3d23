package org.beeyard.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The index of a log, and the lines in it that people look for. */
class LogScanTest {

    @Test
    void a_compilers_first_error_is_found_in_a_build() {
        assertThat(marked("""
                        ##[step] fetching sources
                        ##[step] building the kernel
                          CC      kernel/bpf/verifier.o
                        ../kernel/bpf/verifier.c: In function 'check':
                        ../kernel/bpf/verifier.c:7:2: error: 'x' undeclared
                        ../kernel/bpf/verifier.c:9:2: warning: unused
                        make[3]: *** [Makefile:5: kernel/bpf/verifier.o] Error 1
                        beeyard: FAILED. The kernel does not build.
                        """))
                .containsExactly(
                        "1 STEP fetching sources",
                        "2 STEP building the kernel",
                        "5 BUILD_ERROR ../kernel/bpf/verifier.c:7:2: error: 'x' undeclared",
                        "8 ENDING beeyard: FAILED. The kernel does not build.");
    }

    @Test
    void a_tests_first_failed_assertion_comes_before_its_own_line_and_the_repetition_is_not_marked_again() {
        assertThat(marked("""
                        ##[step] running test_progs
                        #1 atomics:OK
                        libbpf: prog 'x': error: this is what the test wants
                        test_bounds:FAIL:load unexpected error: -22 (errno 22)
                        #2/1 bounds/first:FAIL
                        #2 bounds:FAIL
                        #3 skipped:SKIP
                        All error logs:
                        test_bounds:FAIL:load unexpected error: -22 (errno 22)
                        #2/1 bounds/first:FAIL
                        #2 bounds:FAIL
                        Summary: 1/0 PASSED, 1 SKIPPED, 1 FAILED
                        """))
                .containsExactly(
                        "1 STEP running test_progs",
                        "4 FAILED_TEST test_bounds:FAIL:load unexpected error: -22 (errno 22)",
                        "5 FAILED_TEST #2/1 bounds/first:FAIL",
                        "6 FAILED_TEST #2 bounds:FAIL");
    }

    @Test
    void knows_how_other_suites_say_it() {
        assertThat(marked("""
                        ##[step] running test_verifier
                        #12/p add+sub+mul OK
                        #13/u xdp, using ifindex FAIL retval 1 != 2
                        not ok 1 selftests: bpf: test_lpm_map
                        not ok 12 todo # TODO later
                        ok 3 FAILURE is only a word
                        plain FAIL
                        test_hashmap(42):FAIL:unable to create
                        test_maps: test_maps.c:66: test_array: Assertion `fd >= 0' failed.
                        """))
                .containsExactly(
                        "1 STEP running test_verifier",
                        "3 FAILED_TEST #13/u xdp, using ifindex FAIL retval 1 != 2",
                        "4 FAILED_TEST not ok 1 selftests: bpf: test_lpm_map",
                        "7 FAILED_TEST plain FAIL",
                        "8 FAILED_TEST test_hashmap(42):FAIL:unable to create",
                        "9 FAILED_TEST test_maps: test_maps.c:66: test_array: Assertion `fd >= 0' failed.");
    }

    @Test
    void a_splat_counts_on_the_console_only() {
        assertThat(marked("""
                        ##[step] running test_progs
                        BUG: a test says this
                        [console] [    1.000000] Booting
                        [console] [    2.000000][ T123] WARNING: CPU: 1 PID: 9 at kernel/bpf/verifier.c:1 check+0x1/0x2
                        [console] <4>[    3.0] Kernel panic - not syncing: Fatal exception
                        [console] [    4.0] WARNING: Unprivileged eBPF is enabled
                        """))
                .containsExactly(
                        "1 STEP running test_progs",
                        "4 SPLAT [console] [    2.000000][ T123] WARNING: CPU: 1 PID: 9 at kernel/bpf/verifier.c:1 check+0x1/0x2",
                        "5 SPLAT [console] <4>[    3.0] Kernel panic - not syncing: Fatal exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Kernel panic - not syncing: sysrq triggered crash",
                "BUG: KASAN: slab-use-after-free in a+0x1/0x2",
                "UBSAN: array-index-out-of-bounds in a.c:1:2",
                "WARNING: possible circular locking dependency detected",
                "watchdog: BUG: soft lockup - CPU#0 stuck for 26s!",
                "INFO: task test_progs:1 blocked for more than 120 seconds.",
                "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:",
                "INFO: rcu_sched self-detected stall on CPU",
                "Oops: Oops: 0002 [#1] PREEMPT SMP NOPTI",
                "Unable to handle kernel NULL pointer dereference at virtual address 0",
                "Internal error: Oops: 0000000096000004 [#1] SMP",
                "int3: 0000 [#1] SMP",
                "invalid opcode: 0000 [#1] SMP",
                "general protection fault, probably for non-canonical address 0x1",
                "double fault: 0000 [#1] SMP",
                "stack segment: 0000 [#1] SMP",
                "monitor event: 0040 ilc:2 [#1] SMP",
                "BUG: sleeping function called from invalid context at a.c:1",
                "kernel BUG at kernel/bpf/verifier.c:1!",
                "WARNING: CPU: 1 PID: 9 at a.c:1"
            })
    void whatever_opens_a_splat_is_marked(String words) {
        assertThat(marked("[console] [    2.0][  T9] " + words + "\n")).hasSize(1);
    }

    @Test
    void a_kernel_that_does_not_come_up_is_an_error_each_time() {
        assertThat(marked("""
                        ##[step] booting
                        beeyard: boot 1 of 3 ended before the guest was ready: silence
                        ##[step] booting
                        beeyard: boot 1 of 3 ended before the guest was ready: silence
                        beeyard: the guest is ready, 1 s
                        """)).filteredOn(it -> it.contains(" BOOT ")).hasSize(2);
    }

    @Test
    void colours_do_not_hide_an_error() {
        assertThat(marked(
                        "##[step] building the kernel\nx.c:1:1: \u001b[01;31m\u001b[Kerror: \u001b[m\u001b[Kbroken\n"))
                .contains("2 BUILD_ERROR x.c:1:1: error: broken");
    }

    @Test
    void errors_and_steps_without_end_are_bounded() {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            log.append("##[step] number ").append(i).append('\n');
            log.append("test:FAIL:number ").append(i).append('\n');
        }
        assertThat(marked(log.toString())).hasSize(LogScan.MOST_STEPS + LogScan.MOST_ERRORS);
    }

    @Test
    void lines_made_to_be_slow_are_not() {
        String tests = "##[step] running test_progs\n"
                + ("#1 " + ":".repeat(900) + "FAIL" + "x".repeat(60) + "\n").repeat(5_000);
        String build = "##[step] building the kernel\n" + ("ld: ".repeat(220) + "rror\n").repeat(5_000);
        long start = System.nanoTime();
        assertThat(marked(tests)).hasSize(1);
        assertThat(marked(build)).hasSize(1);
        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }

    @Test
    void any_line_is_found_from_a_place_nearby() throws IOException {
        StringBuilder log = new StringBuilder();
        List<Long> offsets = new ArrayList<>();
        for (int i = 1; i <= 30_000; i++) {
            offsets.add((long) log.length());
            log.append("line ").append(i).append(" x".repeat(i % 40)).append('\n');
        }
        byte[] bytes = log.toString().getBytes(StandardCharsets.US_ASCII);
        LineIndex index = new LogScan(LineIndex.EMPTY, List.of()).read(new ByteArrayInputStream(bytes), bytes.length);
        assertThat(index.lines()).isEqualTo(30_000);
        assertThat(index.last()).isEqualTo(30_000);
        assertThat(index.places().size()).isBetween(bytes.length / 70_000, bytes.length / 60_000);
        for (long line : new long[] {1, 2, 777, 15_000, 29_999, 30_000}) {
            LineIndex.Place near = index.before(line);
            assertThat(near.line()).isLessThanOrEqualTo(line);
            assertThat(near.offset()).isEqualTo(offsets.get((int) near.line() - 1));
            assertThat(offsets.get((int) line - 1) - near.offset()).isLessThan(LineIndex.STRIDE + 200);
        }
        assertThat(LineIndex.places(index.placesAsBytes())).isEqualTo(index.places());
    }

    @Test
    void a_log_looked_at_while_it_grows_has_the_same_index_and_marks_in_the_end() throws IOException {
        StringBuilder log = new StringBuilder("##[step] running test_progs\n");
        for (int i = 1; i <= 9_000; i++) {
            log.append(i % 1_000 == 0 ? "test:FAIL:at " + i : "some words " + i).append('\n');
        }
        byte[] bytes = log.toString().getBytes(StandardCharsets.US_ASCII);
        LogScan whole = new LogScan(LineIndex.EMPTY, List.of());
        LineIndex expected = whole.read(new ByteArrayInputStream(bytes), bytes.length);

        LineIndex index = LineIndex.EMPTY;
        List<Mark> marks = new ArrayList<>();
        for (int size = 11; size < bytes.length + 4_999; size += 4_999) {
            int upTo = Math.min(size, bytes.length);
            LogScan scan = new LogScan(index, marks);
            int from = (int) index.end();
            index = scan.read(new ByteArrayInputStream(bytes, from, upTo - from), upTo);
            marks.addAll(scan.found());
            assertThat(index.covered()).isEqualTo(upTo);
        }
        assertThat(index.lines()).isEqualTo(expected.lines());
        assertThat(marks).isEqualTo(whole.found()).hasSize(10);
    }

    @Test
    void a_line_that_goes_on_is_a_line_but_says_nothing_yet() throws IOException {
        byte[] bytes = "##[step] running test_progs\ntest:FAIL:half".getBytes(StandardCharsets.US_ASCII);
        LogScan scan = new LogScan(LineIndex.EMPTY, List.of());
        LineIndex index = scan.read(new ByteArrayInputStream(bytes), bytes.length);
        assertThat(index.lines()).isEqualTo(1);
        assertThat(index.last()).isEqualTo(2);
        assertThat(scan.found()).hasSize(1);
    }

    private static List<String> marked(String log) {
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        LogScan scan = new LogScan(LineIndex.EMPTY, List.of());
        try {
            scan.read(new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return scan.found().stream()
                .map(mark -> mark.line() + " " + mark.kind() + " " + mark.text())
                .toList();
    }
}
