package org.beeyard.testout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleReaderTest {

    private final ConsoleReader reader = new ConsoleReader();

    @Test
    void finds_a_warning_with_its_frames() {
        read("""
                [    9.1] VFS: Mounted root
                [   16.301182] ------------[ cut here ]------------
                [   16.301190] WARNING: CPU: 1 PID: 120 at kernel/bpf/verifier.c:22804 bpf_check+0xaf3/0x3240
                [   16.301200] RIP: 0010:bpf_check+0xaf3/0x3240
                [   16.313999] Call Trace:
                [   16.314886]  <TASK>
                [   16.315127]  ? pcpu_block_update_hint_alloc+0xce/0x300
                [   16.317418]  bpf_prog_load+0x5a1/0xb80
                [   16.319664]  __sys_bpf+0x117f/0x2b70
                [   16.319887]  __x64_sys_bpf+0x1d/0x30
                [   16.325114]  </TASK>
                [   16.325246] ---[ end trace 0000000000000000 ]---
                [   17.327044] reboot: Power down
                """);
        assertThat(reader.splats()).singleElement().satisfies(splat -> {
            assertThat(splat.kind()).isEqualTo(Splat.Kind.WARNING);
            assertThat(splat.title())
                    .isEqualTo("WARNING: CPU: 1 PID: 120 at kernel/bpf/verifier.c:22804 bpf_check+0xaf3/0x3240");
            assertThat(splat.frames()).containsExactly("bpf_check", "bpf_prog_load", "__sys_bpf");
            assertThat(splat.line()).isEqualTo(3);
            assertThat(splat.text()).endsWith("---[ end trace 0000000000000000 ]---");
        });
        assertThat(reader.panicked()).isFalse();
    }

    @Test
    void tells_an_oops_and_the_panic_it_leads_to_as_one() {
        read("""
                [   18.8] BUG: kernel NULL pointer dereference, address: 0000000000000008
                [   18.8] #PF: supervisor write access in kernel mode
                [   18.8] Oops: Oops: 0002 [#1] PREEMPT SMP NOPTI
                [   18.8] Call Trace:
                [   18.86]  bpf_prog_load+0x5a1/0xb80
                [   18.874314] ---[ end trace 0000000000000000 ]---
                [   18.877560] Kernel panic - not syncing: Fatal exception
                """);
        assertThat(reader.splats()).extracting(Splat::kind).containsExactly(Splat.Kind.OOPS);
        assertThat(reader.panicked()).isTrue();
        assertThat(reader.firstWords()).hasValue("BUG: kernel NULL pointer dereference, address: 0000000000000008");
    }

    @Test
    void tells_a_panic_without_an_oops() {
        read("[    2.1] Kernel panic - not syncing: sysrq triggered crash\n");
        assertThat(reader.splats()).extracting(Splat::kind).containsExactly(Splat.Kind.PANIC);
    }

    @Test
    void does_not_mistake_the_command_line_or_an_allowed_warning() {
        read("""
                [    0.0] Kernel command line: console=ttyS0 panic=-1 softlockup_all_cpu_backtrace=1
                [    1.0] Spectre V2 : WARNING: Unprivileged eBPF is enabled with eIBRS on
                [    1.1] WARNING: Unprivileged eBPF is enabled
                """);
        assertThat(reader.splats()).isEmpty();
    }

    @Test
    void counts_and_forgives_what_the_ci_configuration_says() {
        ConsoleReader told = new ConsoleReader(
                GrepPattern.ofFile("^(\\[[^]]*\\] *)*ourdrv: .* went wrong"),
                GrepPattern.ofFile("WARNING: .*flaky_helper\n.*panic.*"));
        told.line("[    1.0] ourdrv: dma went wrong");
        told.line("---[ end trace ]---");
        told.line("[    2.0] WARNING: CPU: 1 PID: 1 at flaky_helper+0x1/0x2");
        told.line("[    3.0] Kernel panic - not syncing: panic of ours");
        assertThat(told.splats())
                .extracting(Splat::title)
                .containsExactly("ourdrv: dma went wrong", "Kernel panic - not syncing: panic of ours");
        assertThat(told.panicked()).isTrue();
    }

    @Test
    void gives_the_same_defect_the_same_fingerprint() {
        ConsoleReader other = new ConsoleReader();
        List.of(reader, other).forEach(r -> {
            r.line("[  " + r.hashCode() % 97 + ".5] INFO: task test_progs:" + r.hashCode() % 1000
                    + " blocked for more than 120 seconds.");
        });
        assertThat(reader.splats().getFirst().fingerprint())
                .isEqualTo(other.splats().getFirst().fingerprint());
    }

    @Test
    void tells_two_warnings_with_the_same_callers_apart_by_where_they_happened() {
        read(warning("RIP: 0010:bpf_timer_cancel+0x170/0x190", "daf88f4ee09cb93e"));
        read(warning("RIP: 0010:bpf_timer_start+0x90/0x190", "daf88f4ee09cb93e"));
        assertThat(reader.splats())
                .extracting(Splat::fingerprint)
                .containsExactly(
                        "WARNING bpf_timer_cancel < bpf_prog_timer_cb2 < bpf_timer_cb",
                        "WARNING bpf_timer_start < bpf_prog_timer_cb2 < bpf_timer_cb");
    }

    @Test
    void knows_a_warning_again_when_another_compiler_gave_the_program_another_tag() {
        read(warning("RIP: 0010:bpf_timer_cancel+0x170/0x190", "daf88f4ee09cb93e"));
        read(warning("RIP: 0010:bpf_timer_cancel+0x160/0x180", "0123456789abcdef"));
        assertThat(reader.splats())
                .extracting(Splat::fingerprint)
                .containsOnly("WARNING bpf_timer_cancel < bpf_prog_timer_cb2 < bpf_timer_cb");
    }

    @Test
    void knows_an_oops_within_a_program_again_whatever_its_tag() {
        read(warning("RIP: 0010:bpf_prog_1111111111111111_handler+0x17/0x19", "daf88f4ee09cb93e"));
        assertThat(reader.splats().getFirst().frames()).startsWith("bpf_prog_handler");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pc : bpf_timer_cancel+0x170/0x190",
                "Krnl PSW : 0704c00180000000 0000024a3d1b2c3c (bpf_timer_cancel+0x170/0x190)"
            })
    void reads_where_it_happened_from_every_architectures_words(String line) {
        read(warning(line, "daf88f4ee09cb93e"));
        assertThat(reader.splats().getFirst().frames()).startsWith("bpf_timer_cancel");
    }

    @Test
    void knows_a_lockup_by_its_trace_alone_wherever_the_processor_was_found() {
        read("""
                [  26.1] watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [test_progs:120]
                [  26.1] RIP: 0010:delay_tsc+0x33/0x60
                [  26.1] Call Trace:
                [  26.1]  htab_map_update_elem+0x1a0/0x400
                """);
        assertThat(reader.splats().getFirst().frames()).containsExactly("htab_map_update_elem");
    }

    @Test
    void knows_what_happened_by_the_place_alone_where_no_caller_is_told() {
        read("""
                [   78.922] WARNING: CPU: 0 PID: 121 at kernel/bpf/helpers.c:1505
                [   78.925] RIP: 0010:bpf_timer_cancel+0x170/0x190
                [   78.935] ---[ end trace 0000000000000000 ]---
                """);
        assertThat(reader.splats()).extracting(Splat::fingerprint).containsExactly("WARNING bpf_timer_cancel");
    }

    @Test
    void reads_a_trace_of_s390_up_to_the_last_branch_and_without_what_is_guessed() {
        read("""
                [   51.459041] Unable to handle kernel pointer dereference in virtual kernel address space
                [   51.459045] Failing address: 0000000000000000 TEID: 0000000000000483
                [   51.459126] Oops: 0004 ilc:2 [#1] SMP
                [   51.459160] CPU: 1 UID: 0 PID: 95 Comm: test_progs Not tainted 6.12.0 #1
                [   51.459163] Hardware name: QEMU 8561 QEMU (KVM/Linux)
                [   51.459165] Krnl PSW : 0704c00180000000 000003ffe0a4f4e2 (htab_map_update_elem+0x12/0x3a4)
                [   51.459173]            R:0 T:1 IO:1 EX:1 Key:0 M:1 W:0 P:0 AS:3 CC:0 PM:0 RI:0 EA:3
                [   51.459178] Krnl GPRS: 0000000000000000 000003ffe0a4f4d0 0000000000000001 0000000000000000
                [   51.459205] Krnl Code: 000003ffe0a4f4d6: e310b0080004\tlg\t%r1,8(%r11)
                [   51.459330] Call Trace:
                [   51.459332]  [<000003ffe0a4f4e2>] htab_map_update_elem+0x12/0x3a4\s
                [   51.459338] ([<000003ffe0a4f4d0>] htab_map_hash+0x8/0x40)
                [   51.459340]  [<000003ff800aa0d2>] bpf_prog_0123456789abcdef_handler+0xd2/0x120\s
                [   51.459344]  [<000003ffe0a21d2e>] bpf_prog_test_run_xdp+0x6ce/0xc30\s
                [   51.459347]  [<000003ffe09f1122>] __s390x_sys_bpf+0x46/0x60\s
                [   51.459350]  [<000003ffe1a3b0c8>] __do_syscall+0x1e8/0x2a0\s
                [   51.459353]  [<000003ffe1a4d3e6>] system_call+0x6e/0x90\s
                [   51.459356] Last Breaking-Event-Address:
                [   51.459358]  [<000003ffe0a21d28>] xdp_last_branch+0x6c8/0xc30
                [   51.459362] Kernel panic - not syncing: Fatal exception: panic_on_oops
                """);
        assertThat(reader.splats())
                .extracting(Splat::fingerprint)
                .containsExactly("OOPS htab_map_update_elem < bpf_prog_handler < bpf_prog_test_run_xdp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[    5.1] illegal operation: 0001 ilc:1 [#1] SMP",
                "[    5.1] monitor event: 0040 ilc:2 [#3]SMP",
                "[    5.1] fixpoint divide exception: 0009 ilc:2 [#1] PREEMPT SMP",
                "[    5.1][  T120] specification exception: 0006 ilc:3 [#1] SMP"
            })
    void every_program_check_of_s390_is_an_oops(String line) {
        assertThat(ConsoleReader.opens(line)).hasValue(Splat.Kind.OOPS);
    }

    private static String warning(String where, String tag) {
        return """
                [   78.922] WARNING: CPU: 0 PID: 121 at kernel/bpf/helpers.c:1505
                [   78.925] %s
                [   78.928] Call Trace:
                [   78.930]  bpf_prog_%s_timer_cb2+0xe1/0x1cd
                [   78.933]  bpf_timer_cb+0x59/0x90
                [   78.935] ---[ end trace 0000000000000000 ]---
                """.formatted(where, tag);
    }

    @Test
    void stays_bounded_under_a_flood_of_splats() {
        for (int i = 0; i < 100_000; i++) {
            warnsOf("number" + (char) ('a' + i % 26) + (char) ('a' + i / 26 % 26));
        }
        assertThat(reader.splats()).hasSize(64 * 3);
        assertThat(reader.splatsBeyond()).isEqualTo(100_000 - 64 * 3);
    }

    @Test
    void what_repeats_itself_costs_no_other_splat_its_place() {
        for (int i = 0; i < 1_000; i++) {
            warnsOf("known");
        }
        warnsOf("new");
        assertThat(reader.splats())
                .extracting(Splat::title)
                .containsExactly("WARNING: known", "WARNING: known", "WARNING: known", "WARNING: new");
        assertThat(reader.splatsBeyond()).isEqualTo(997);
    }

    @Test
    void keeps_what_the_kernel_died_of_however_many_splats_came_before() {
        for (int i = 0; i < 26 * 26; i++) {
            warnsOf("number" + (char) ('a' + i % 26) + (char) ('a' + i / 26));
        }
        read("""
                [   18.8] BUG: kernel NULL pointer dereference, address: 0000000000000008
                [   18.8] ---[ end trace 0000000000000000 ]---
                [   18.9] Kernel panic - not syncing: Fatal exception
                """);
        assertThat(reader.splats().getLast().title()).isEqualTo("Kernel panic - not syncing: Fatal exception");
    }

    private void warnsOf(String what) {
        reader.line("[ 1.0] WARNING: " + what);
        reader.line("---[ end trace ]---");
    }

    private void read(String console) {
        console.lines().forEach(reader::line);
    }
}
