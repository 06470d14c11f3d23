package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.testout.ConsoleReader;
import org.beeyard.testout.ScriptOutput;
import org.beeyard.testout.Splat;
import org.beeyard.testout.SuiteReader;
import org.junit.jupiter.api.Test;

/** What is made of a suite that the address sanitizer has ended, and of one that could not be built. */
class SuiteJudgementTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void a_suite_that_the_sanitizer_ended_has_failed_with_the_test_that_ran() {
        SuiteJudgement judgement = judged(
                "test_progs",
                1,
                "#1       atomics:OK",
                "==95==ERROR: AddressSanitizer: heap-use-after-free on address 0x50300001a5d0 at pc 0x5580c1d2f3a9",
                "    #0 0x5580c1d2f3a8 in check_values prog_tests/ringbuf.c:88",
                "SUMMARY: AddressSanitizer: heap-use-after-free prog_tests/ringbuf.c:88 in check_values",
                "==95==ABORTING");
        assertThat(judgement.lost())
                .extracting(test -> test.test() + " " + test.outcome())
                .containsExactly("ringbuf FAIL", "xdp MISSING");
        assertThat(judgement.lost().getFirst().excerpt())
                .startsWith("==95==ERROR: AddressSanitizer: heap-use-after-free");
        assertThat(judgement.conclusion().ending()).isEqualTo(Ending.FAILED);
        assertThat(judgement.conclusion().sentence())
                .isEqualTo("1 tests and subtests reported, and no summary; AddressSanitizer: heap-use-after-free.");
    }

    @Test
    void a_suite_that_ends_without_a_word_leaves_the_test_that_ran_as_one_that_could_not_be_run() {
        assertThat(judged("test_progs", 139, "#1       atomics:OK").lost())
                .extracting(test -> test.test() + " " + test.outcome())
                .containsExactly("ringbuf ERROR", "xdp MISSING");
    }

    @Test
    void a_suite_whose_compiler_the_build_root_has_not_says_so() {
        Conclusion conclusion = judged("test_progs-bpf_gcc", 127).conclusion();
        assertThat(conclusion.reason()).isEqualTo(InfraReason.AGENT_FAILED);
        assertThat(conclusion.sentence())
                .isEqualTo("The VM has no test_progs-bpf_gcc to run (exit status 127)."
                        + " It is built where the build root has gcc's compiler for BPF, Debian's package gcc-bpf.");
    }

    @Test
    void a_vm_that_panics_has_died_whatever_the_kernel_said_before() {
        ConsoleReader console = new ConsoleReader();
        console.line("[ 1.0] kernel BUG at kernel/bpf/verifier.c:1!");
        console.line("[ 1.0] Oops: invalid opcode: 0000 [#1] SMP");
        console.line("[ 1.0] Kernel panic - not syncing: Fatal exception");
        Conclusion conclusion = judged("test_progs", new GuestWords(), console).conclusion();
        assertThat(conclusion.splats()).extracting(Splat::kind).containsExactly(Splat.Kind.BUG);
        assertThat(conclusion.ending()).isEqualTo(Ending.FAILED);
        assertThat(conclusion.died()).isTrue();
    }

    @Test
    void a_vm_that_goes_down_without_a_word_has_died() {
        Conclusion conclusion =
                judged("test_progs", new GuestWords(), new ConsoleReader()).conclusion();
        assertThat(conclusion.sentence()).startsWith("The VM went down without a word");
        assertThat(conclusion.died()).isTrue();
    }

    @Test
    void a_vm_in_which_a_suite_crashes_after_a_lockup_has_not_died() {
        GuestWords guest = new GuestWords();
        guest.line("exit test_progs 139");
        ConsoleReader console = new ConsoleReader();
        console.line("[ 26.1] watchdog: BUG: soft lockup - CPU#0 stuck for 26s! [test_progs:120]");
        Conclusion conclusion = judged("test_progs", guest, console).conclusion();
        assertThat(conclusion.ending()).isEqualTo(Ending.FAILED);
        assertThat(conclusion.died()).isFalse();
    }

    @Test
    void a_test_that_its_suite_says_to_be_running_is_the_only_one_to_blame() {
        GuestWords guest = listing("create_dsq", "exit", "hotplug");
        SuiteJudgement judgement =
                judged("sched_ext", guest, new ConsoleReader(), "TEST: create_dsq", "ok 1 create_dsq #", "TEST: exit");
        assertThat(judgement.lost())
                .extracting(test -> test.test() + " " + test.outcome())
                .containsExactly("hotplug MISSING");
        assertThat(judgement.conclusion().sentence()).isEqualTo("The VM went down without a word while exit ran.");
    }

    @Test
    void of_tests_that_are_run_by_name_the_one_that_comes_first_in_their_suite_is_to_blame() {
        AttemptSpec.Test again = TestSpecs.of("test_progs", List.of("atomics", "bloom", "xdp"));
        SuiteJudgement judgement = judged(
                again,
                Vm.Cut.NONE,
                listing("xdp", "ringbuf", "bloom", "atomics"),
                new ConsoleReader(),
                List.of("#1       xdp:OK"));
        assertThat(judgement.lost())
                .extracting(test -> test.test() + " " + test.outcome())
                .containsExactly("bloom ERROR", "atomics MISSING");
    }

    @Test
    void a_vm_that_hangs_has_died() {
        Conclusion conclusion = judged(
                        TestSpecs.of("test_progs", true),
                        Vm.Cut.SILENCE,
                        new GuestWords(),
                        new ConsoleReader(),
                        List.of())
                .conclusion();
        assertThat(conclusion.ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(conclusion.died()).isTrue();
    }

    @Test
    void a_vm_whose_share_of_the_tests_is_denied_has_nothing_to_fail() {
        GuestWords guest = new GuestWords();
        guest.line("listed");
        guest.line("exit test_progs 2");
        AttemptSpec.Test share = TestSpecs.of(new AttemptSpec.Share(List.of(), List.of("xdp")));
        Conclusion conclusion = judged(share, Vm.Cut.NONE, guest, new ConsoleReader(), List.of())
                .conclusion();
        assertThat(conclusion.ending()).isEqualTo(Ending.PASSED);
        assertThat(judged("test_progs", guest, new ConsoleReader()).conclusion().ending())
                .as("all of them")
                .isEqualTo(Ending.FAILED);
    }

    @Test
    void a_script_may_end_with_any_status() {
        for (int status : List.of(98, 99, 126, 127)) {
            GuestWords guest = new GuestWords();
            guest.line("exit style " + status);
            guest.over();
            ScriptOutput script = new ScriptOutput("style", "exit", AT, report -> {});
            Booted booted = new Booted(
                    new Vm.Ran(0, Vm.Cut.NONE, List.of()),
                    guest,
                    new ConsoleReader(),
                    script.reader(),
                    Optional.of(script),
                    1);
            Conclusion conclusion = new SuiteJudgement(TestSpecs.of("style", false), booted, false, AT).conclusion();
            assertThat(conclusion.ending()).as("status " + status).isEqualTo(Ending.FAILED);
        }
    }

    private static SuiteJudgement judged(String name, int exit, String... lines) {
        GuestWords guest = listing("atomics", "ringbuf", "xdp");
        guest.line("exit " + name + " " + exit);
        return judged(name, guest, new ConsoleReader(), lines);
    }

    private static GuestWords listing(String... tests) {
        GuestWords guest = new GuestWords();
        for (String test : tests) {
            guest.line("list " + test);
            guest.line("wanted " + test);
        }
        guest.line("listed");
        return guest;
    }

    private static SuiteJudgement judged(String name, GuestWords guest, ConsoleReader console, String... lines) {
        return judged(TestSpecs.of(name, true), Vm.Cut.NONE, guest, console, List.of(lines));
    }

    private static SuiteJudgement judged(
            AttemptSpec.Test test, Vm.Cut cut, GuestWords guest, ConsoleReader console, List<String> lines) {
        SuiteReader suite = SuiteReader.of(test.suite(), AT, guest::listed, report -> {});
        for (String line : lines) {
            suite.line(line, AT);
        }
        guest.over();
        suite.end(AT);
        Booted booted = new Booted(new Vm.Ran(0, cut, List.of()), guest, console, suite, Optional.empty(), 1);
        return new SuiteJudgement(test, booted, false, AT);
    }
}
