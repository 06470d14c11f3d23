package org.beeyard.agent;

import java.util.Optional;
import org.beeyard.testout.ConsoleReader;
import org.beeyard.testout.ScriptOutput;
import org.beeyard.testout.SuiteReader;

/**
 * What one boot of a VM gave.
 *
 * @param script when the suite is a custom one
 * @param lines on the kernel's console
 */
record Booted(
        Vm.Ran ran,
        GuestWords guest,
        ConsoleReader console,
        SuiteReader suite,
        Optional<ScriptOutput> script,
        long lines) {

    /** Lines on the console beyond which it was the kernel that wrote them, not the firmware. */
    private static final int KERNEL_SPEAKS = 3;

    boolean kernelSpoke() {
        return lines > KERNEL_SPEAKS;
    }

    boolean ready() {
        return guest.ready().isPresent();
    }

    /** Whether the end of the attempt's time ended it: another one would not get as far. */
    boolean outOfTime() {
        return switch (ran.cut()) {
            case TIME, STOPPED -> true;
            case NONE, MUTE, BOOT, SILENCE -> false;
        };
    }

    /** How it ended, a sentence; for one that never became ready. */
    String ending() {
        if (ran.cut() == Vm.Cut.MUTE) {
            return "nothing was heard of its kernel.";
        }
        if (outOfTime()) {
            return "the attempt's time was over.";
        }
        if (ran.cut() == Vm.Cut.BOOT) {
            return "it was not ready in time.";
        }
        return console.firstWords()
                .map(words -> words + ".")
                .orElseGet(() -> "QEMU's exit status was " + ran.status()
                        + (ran.words().isEmpty() ? "." : ": " + ran.words().getFirst()));
    }
}
