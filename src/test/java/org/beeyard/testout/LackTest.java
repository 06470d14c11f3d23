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
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LackTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    /** Real output of kernels without CONFIG_IKCONFIG_PROC. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "console-tier1-testprogs.log",
                "console-tier1-arm64-testprogs.log",
                "console-tier1-s390x-testprogs.log"
            })
    void a_real_kernel_lacks_its_configuration_and_the_test_that_reads_it_does_not_fit(String console)
            throws IOException {
        List<TestReport> reports = read(console);
        assertThat(reports)
                .filteredOn(report -> report.fullName().equals("task_local_storage/nodeadlock"))
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.outcome()).isEqualTo(Outcome.UNFIT);
                    assertThat(report.excerpt())
                            .startsWith("does not fit: libbpf: failed to open system Kconfig\n")
                            .contains("test_nodeadlock:PASS:getaffinity 0 nsec");
                });
    }

    @Test
    void a_test_that_fails_where_no_network_is_there_is_a_failure() throws IOException {
        assertThat(read("console-tier1-arm64-testprogs.log"))
                .filteredOn(report -> report.test().equals("cgroup_attach_autodetach"))
                .extracting(TestReport::outcome)
                .containsExactly(Outcome.FAIL);
    }

    @Test
    void a_test_fails_when_one_of_its_subtests_does_and_only_others_do_not_fit() throws IOException {
        assertThat(read("console-tier1-s390x-testprogs.log"))
                .filteredOn(report -> report.test().equals("task_local_storage") && report.outcome() != Outcome.PASS)
                .extracting(report -> report.fullName() + " " + report.outcome())
                .containsExactly(
                        "task_local_storage/exit_creds FAIL",
                        "task_local_storage/recursion FAIL",
                        "task_local_storage/nodeadlock UNFIT",
                        "task_local_storage FAIL");
    }

    @Test
    void a_test_does_not_fit_when_all_of_it_that_fails_does_not() throws IOException {
        assertThat(read("test_progs-serial-with-failures.stdout.txt"))
                .filteredOn(report -> report.fullName().equals("btf_dump"))
                .singleElement()
                .satisfies(report -> assertThat(report.excerpt())
                        .startsWith("does not fit: libbpf: failed to open btf_dump_test_case_syntax.bpf.o:"));
    }

    @Test
    void nothing_of_a_real_full_run_is_taken_for_what_does_not_fit() throws IOException {
        assertThat(read("test_progs-full-parallel.stdout.txt.gz"))
                .hasSizeGreaterThan(4000)
                .noneMatch(report -> report.outcome() == Outcome.UNFIT);
    }

    @Test
    void what_newer_runners_could_not_build_does_not_fit() {
        assertThat(read(List.of("#31      xdp_metadata:SKIP (not built)", "#32      xdp_noinline:SKIP")))
                .extracting(report -> report.test() + " " + report.outcome() + " " + report.excerpt())
                .containsExactly("xdp_metadata UNFIT does not fit: it was not built\n", "xdp_noinline SKIP null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "libbpf: extern (func ksym) 'bpf_lookup_user_key': not found in kernel or module BTFs",
                "libbpf: extern (var ksym) 'kernel_cpustat': not found in kernel BTF",
                "libbpf: extern 'bpf_prog_fops' (strong): not resolved",
                "libbpf: prog 'test1': failed to find kernel BTF type ID of 'bpf_fentry_test9': -3",
                "libbpf: bpf_testmod_ops4 is not found in vmlinux BTF",
                "libbpf: struct_ops init_kern: struct hid_bpf_ops is not found in kernel BTF",
                "libbpf: kernel doesn't support global data",
                "libbpf: failed to determine tracepoint 'sched/sched_x' perf event ID: No such file or directory",
                "libbpf: prog 'test1': failed to attach: -ENOTSUPP",
                "invalid func unknown#182",
                "unknown opcode 81",
                "failed to resolve CO-RE relocation <byte_off> [14] struct task_struct.x (0:0 @ offset 0)",
                "test_x:FAIL:attach unexpected error: -524",
                "test_x:FAIL:link unexpected error: -1 (errno 95)"
            })
    void what_the_kernel_lacks_is_said_in_these_words(String words) {
        assertThat(Lack.in("test_x:PASS:open 0 nsec\n" + words + "\ntest_x:FAIL:load unexpected error: -22\n"))
                .hasValue(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "libbpf: prog 'x': BPF program load failed: Permission denied\ntest_xdp:FAIL:26",
                "libbpf: extern 'x' (strong): not resolved\nt:PASS:expected 0 nsec\nt:FAIL:count unexpected count: actual 0 != expected 25",
                "t:FAIL:first unexpected\nlibbpf: extern 'x' (strong): not resolved\nt:FAIL:second unexpected error: -3",
                "test_x:FAIL:attach unexpected error: -95123",
                ""
            })
    void another_reason_to_fail_is_not_hidden(String log) {
        assertThat(Lack.in(log)).isEmpty();
    }

    @Test
    void a_program_of_test_verifier_whose_helper_the_kernel_has_not_does_not_fit() {
        List<TestReport> reports = new ArrayList<>();
        SuiteReader reader = SuiteReader.of("test_verifier", AT, List::of, reports::add);
        for (String line : List.of(
                "#7/p newer helper FAIL",
                "Failed to load prog 'Invalid argument'!",
                "0: (85) call unknown#999",
                "invalid func unknown#999",
                "#8/p other FAIL",
                "Unexpected success to load!",
                "Summary: 0 PASSED, 0 SKIPPED, 2 FAILED")) {
            reader.line(line, AT);
        }
        assertThat(reports)
                .extracting(report -> report.test() + " " + report.outcome())
                .containsExactly("newer helper UNFIT", "other FAIL");
    }

    private static List<TestReport> read(String name) throws IOException {
        try (var raw = Objects.requireNonNull(LackTest.class.getResourceAsStream("/reference/" + name), name);
                var text = new BufferedReader(new InputStreamReader(
                        name.endsWith(".gz") ? new GZIPInputStream(raw) : raw, StandardCharsets.UTF_8))) {
            return read(text.lines().map(line -> line.replaceFirst("\r$", "")).toList());
        }
    }

    private static List<TestReport> read(List<String> lines) {
        List<TestReport> reports = new ArrayList<>();
        SuiteReader reader = SuiteReader.of("test_progs", AT, List::of, reports::add);
        lines.forEach(line -> reader.line(line, AT));
        reader.end(AT);
        return reports;
    }
}
