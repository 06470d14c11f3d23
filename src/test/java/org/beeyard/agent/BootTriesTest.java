package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.testout.ConsoleReader;
import org.beeyard.testout.SuiteReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is learned about KVM from kernels that say nothing under it; the VMs are played. */
class BootTriesTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path cache;

    private final List<String> booted = new ArrayList<>();

    @Test
    void a_kernel_of_strangers_that_says_nothing_under_kvm_is_emulated_and_switches_kvm_off_for_nobody()
            throws Exception {
        BootTries.Last last = tried(TestSpecs.ofSeries("preferred"), silent(), ready());
        assertThat(booted).containsExactly("kvm", "tcg");
        assertThat(last.booted().ready()).isTrue();
        assertThat(last.kvm()).isFalse();
        assertThat(kvmIsKnownToBeBroken()).isFalse();
    }

    @Test
    void a_bases_kernel_that_speaks_only_when_it_is_emulated_switches_kvm_off_until_the_host_boots_again()
            throws Exception {
        tried(TestSpecs.ofBase("preferred"), silent(), ready());
        assertThat(kvmIsKnownToBeBroken()).isTrue();
    }

    @Test
    void a_bases_kernel_that_says_nothing_at_all_says_nothing_about_kvm() throws Exception {
        tried(TestSpecs.ofBase("preferred"), silent(), silent());
        assertThat(booted).containsExactly("kvm", "tcg");
        assertThat(kvmIsKnownToBeBroken()).isFalse();
    }

    @Test
    void a_base_that_is_booted_where_kvm_was_not_wanted_says_nothing_about_it() throws Exception {
        new BootTries(TestSpecs.ofBase("never"), new Acceleration(cache), line -> {}).run(false, kvm -> ready());
        assertThat(kvmIsKnownToBeBroken()).isFalse();
    }

    @Test
    void where_kvm_is_required_a_silent_kernel_has_all_its_tries_and_is_judged_as_one_that_does_not_boot()
            throws Exception {
        AttemptSpec.Test test = TestSpecs.ofSeries("required");
        BootTries.Last last = tried(test, silent(), silent());
        assertThat(booted).containsExactly("kvm", "kvm");
        Conclusion conclusion = new SuiteJudgement(test, last.booted(), last.kvm(), AT).neverReady();
        assertThat(conclusion.ending()).isEqualTo(Ending.ERROR);
        assertThat(conclusion.reason()).isEqualTo(InfraReason.BOOT_FAILED);
        assertThat(conclusion.sentence())
                .isEqualTo("No kernel came up in 2 tries with KVM: nothing was heard of its kernel.");
        assertThat(kvmIsKnownToBeBroken()).isFalse();
    }

    @Test
    void a_kernel_that_dies_after_its_first_words_goes_on_with_kvm() throws Exception {
        tried(TestSpecs.ofSeries("preferred"), dying(), dying());
        assertThat(booted).containsExactly("kvm", "kvm");
    }

    @Test
    void nothing_is_booted_again_when_time_is_over() throws Exception {
        AttemptSpec.Test test = TestSpecs.ofSeries("preferred");
        BootTries.Last last = tried(test, booted(Vm.Cut.TIME, 0, false));
        Conclusion conclusion = new SuiteJudgement(test, last.booted(), last.kvm(), AT).neverReady();
        assertThat(conclusion.ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(conclusion.sentence()).isEqualTo("The attempt's time was over before the guest was ready.");
    }

    private BootTries.Last tried(AttemptSpec.Test test, Booted... vms) throws Exception {
        Deque<Booted> next = new ArrayDeque<>(List.of(vms));
        BootTries.Last last = new BootTries(test, new Acceleration(cache), line -> {}).run(true, kvm -> {
            booted.add(kvm ? "kvm" : "tcg");
            return next.remove();
        });
        assertThat(next).isEmpty();
        return last;
    }

    private boolean kvmIsKnownToBeBroken() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.findAny().isPresent();
        }
    }

    private static Booted silent() {
        return booted(Vm.Cut.MUTE, 0, false);
    }

    private static Booted dying() {
        return booted(Vm.Cut.NONE, 40, false);
    }

    private static Booted ready() {
        return booted(Vm.Cut.NONE, 400, true);
    }

    private static Booted booted(Vm.Cut cut, long lines, boolean ready) {
        GuestWords guest = new GuestWords();
        if (ready) {
            guest.line("ready uptime=1 kernel=6.12 arch=x86_64");
        }
        guest.over();
        return new Booted(
                new Vm.Ran(0, cut, List.of()),
                guest,
                new ConsoleReader(List.of(), List.of()),
                SuiteReader.of("test_progs", AT, guest::listed, report -> {}),
                Optional.empty(),
                lines);
    }
}
