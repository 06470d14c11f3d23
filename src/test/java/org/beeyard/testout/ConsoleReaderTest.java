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
