package org.beeyard.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.beeyard.testout.ScriptOutput;

/** What a VM's end says about its kernel: panics, hangs and crashes told apart, and apart from the farm's own trouble. */
final class SuiteJudgement {

    /** Exit statuses of a suite that is not there. */
    private static final Set<Integer> NO_RUNNER = Set.of(98, 99, 126, 127);

    /** Of test_progs, when its lists leave nothing. */
    private static final int NO_TEST = 2;

    private final AttemptSpec.Test test;
    private final Booted booted;
    private final boolean kvm;
    private final Instant at;
    private final List<String> missing;

    SuiteJudgement(AttemptSpec.Test test, Booted booted, boolean kvm, Instant at) {
        this.at = at;
        this.test = test;
        this.booted = booted;
        this.kvm = kvm;
        List<String> expected = expected(test.only(), booted.guest());
        boolean finished = booted.guest().exit().isPresent() && booted.suite().finished();
        this.missing =
                finished || expected.isEmpty() ? List.of() : booted.suite().missing(expected);
    }

    /** In the order in which they run, which names that are asked for are not in. */
    private static List<String> expected(List<String> only, GuestWords guest) {
        if (only.isEmpty()) {
            return guest.wanted();
        }
        Map<String, Integer> places = new HashMap<>();
        guest.listed().forEach(name -> places.putIfAbsent(name, places.size()));
        return only.stream()
                .sorted(Comparator.comparing(name -> places.getOrDefault(name, Integer.MAX_VALUE)))
                .toList();
    }

    private Optional<String> running() {
        return booted.suite().cutOff().or(this::culprit);
    }

    /** Of tests that run one after the other, the first that never reported was running, unless it is known to be another. */
    private Optional<String> culprit() {
        return missing.isEmpty()
                        || test.suite().endsWith("_parallel")
                        || booted.suite().cutOff().isPresent()
                ? Optional.empty()
                : Optional.of(missing.getFirst());
    }

    /** Reports of what was expected and never came. */
    List<TestReport> lost() {
        List<TestReport> reports = new ArrayList<>();
        for (String name : missing) {
            boolean culprit = culprit().map(name::equals).orElse(false);
            reports.add(new TestReport(
                    name,
                    null,
                    culprit ? booted.suite().unfinished() : Outcome.MISSING,
                    -1,
                    culprit ? booted.suite().unfinishedLog() : null));
        }
        return reports;
    }

    /** Of a VM that became ready. */
    Conclusion conclusion() {
        String during = running().map(name -> " while " + name + " ran").orElse("");
        if (booted.guest().exit().isEmpty() && booted.console().panicked()) {
            return ended(
                    Ending.FAILED,
                    "The kernel panicked" + during + ": "
                            + booted.console().firstWords().orElse("no reason was printed") + ".");
        }
        return switch (booted.ran().cut()) {
            case SILENCE ->
                ended(
                        Ending.TIMED_OUT,
                        "The VM hung: nothing was heard of it for " + test.silentSeconds() + " s" + during + ".");
            case TIME ->
                ended(Ending.TIMED_OUT, "The suite did not end within " + test.seconds() + " s" + during + ".");
            case STOPPED -> ended(Ending.TIMED_OUT, "The VM was stopped" + during + ".");
            case MUTE, BOOT, NONE -> byItself(during);
        };
    }

    private Conclusion byItself(String during) {
        Optional<Integer> exit = booted.guest().exit();
        int status = booted.ran().status();
        if (exit.isPresent() && noRunner(exit.get())) {
            return Conclusion.error(
                    InfraReason.AGENT_FAILED,
                    "The VM has no " + test.suite() + " to run (exit status " + exit.get() + ")." + builtBy());
        }
        if (exit.isPresent() && booted.suite().unread() > 0) {
            return Conclusion.error(
                    InfraReason.AGENT_FAILED,
                    "The suite counts " + booted.suite().unread()
                            + " tests more than the agent has read in its output; the log has them.");
        }
        if (exit.isPresent() && booted.script().isPresent()) {
            ScriptOutput.Ended how =
                    booted.script().get().ended(exit.get(), booted.guest().report(), at);
            return ended(how.passed() ? Ending.PASSED : Ending.FAILED, how.sentence());
        }
        if (exit.isPresent()
                && exit.get() == NO_TEST
                && test.share() != null
                && booted.guest().wanted().isEmpty()) {
            return ended(Ending.PASSED, "None of its share of the tests is to be run.");
        }
        if (exit.isPresent()) {
            return ended(exit.get() == 0 ? Ending.PASSED : Ending.FAILED, exitWords(exit.get()));
        }
        if (status == 0) {
            // QEMU ends well when its guest resets or powers off, and nobody but the guest can have done that
            return ended(Ending.FAILED, "The VM went down without a word" + during + ".");
        }
        return status == 137
                ? Conclusion.error(
                        InfraReason.OUT_OF_MEMORY,
                        "QEMU was killed" + during + ", most likely for want of memory on the host.")
                : Conclusion.error(InfraReason.AGENT_FAILED, "QEMU failed" + during + ": " + booted.ending());
    }

    private String builtBy() {
        return test.suite().endsWith("-bpf_gcc")
                ? " It is built where the build root has gcc's compiler for BPF, Debian's package gcc-bpf."
                : "";
    }

    /** A script's own exit status may be any. */
    private boolean noRunner(int status) {
        return NO_RUNNER.contains(status) && booted.script().isEmpty();
    }

    private String exitWords(int status) {
        String counts = booted.suite().words();
        return switch (status) {
            case 0, 1 -> counts + ".";
            case 134, 139 -> test.suite() + " crashed (exit status " + status + "). " + counts + ".";
            default -> test.suite() + " ended with exit status " + status + ". " + counts + ".";
        };
    }

    /** Of the last of several VMs none of which became ready. */
    Conclusion neverReady() {
        if (booted.ran().status() == Vm.NO_QEMU) {
            return Conclusion.error(
                    InfraReason.QEMU_UNUSABLE, String.join(" ", booted.ran().words()));
        }
        if (booted.outOfTime()) {
            return ended(Ending.TIMED_OUT, "The attempt's time was over before the guest was ready.");
        }
        // A kernel that has printed is running; that it dies each time is its own.
        return booted.kernelSpoke()
                ? ended(
                        Ending.FAILED,
                        "The kernel does not boot, in " + BootTries.MOST + " of " + BootTries.MOST + " tries: "
                                + booted.ending())
                : Conclusion.error(
                        InfraReason.BOOT_FAILED,
                        "No kernel came up in " + BootTries.MOST + (kvm ? " tries with KVM: " : " tries: ")
                                + booted.ending());
    }

    private Conclusion ended(Ending ending, String sentence) {
        return new Conclusion(
                ending,
                null,
                sentence,
                kvm ? "kvm" : "tcg",
                0,
                List.of(),
                booted.console().splats(),
                Optional.empty(),
                Optional.empty(),
                ending != Ending.PASSED && booted.guest().exit().isEmpty());
    }
}
