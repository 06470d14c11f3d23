package org.beeyard.agent;

import java.io.IOException;
import java.util.function.Consumer;
import org.beeyard.protocol.AttemptSpec;

/**
 * Boots a kernel until its guest is ready, at most {@value #MOST} times. A kernel that says nothing under KVM may be broken
 * itself, so it is KVM's fault only where the same one speaks when it is emulated; and others hear of it only where no
 * stranger has changed that kernel, for a patch can make one that dies under KVM alone.
 */
final class BootTries {

    /** Where a patch would be blamed, the farm looks at it once more in a fresh VM. */
    static final int MOST = 2;

    private final AttemptSpec.Test test;
    private final Acceleration acceleration;
    private final Consumer<String> log;

    BootTries(AttemptSpec.Test test, Acceleration acceleration, Consumer<String> log) {
        this.test = test;
        this.acceleration = acceleration;
        this.log = log;
    }

    interface Boot {
        Booted with(boolean kvm) throws IOException, InterruptedException;
    }

    /** @param kvm whether it was booted with it */
    record Last(Booted booted, boolean kvm) {}

    /** The first boot whose guest was ready, or the last one of all. */
    Last run(boolean wanted, Boot boot) throws IOException, InterruptedException {
        boolean kvm = wanted;
        for (int number = 1; ; number++) {
            Booted booted = boot.with(kvm);
            if (wanted && !kvm && test.base() && booted.kernelSpoke()) {
                acceleration.broken("on this host a kernel does not boot with it");
            }
            if (booted.ready()) {
                return new Last(booted, kvm);
            }
            log.accept("beeyard: boot " + number + " of " + MOST + " ended before the guest was ready: "
                    + booted.ending());
            if (number == MOST || booted.ran().status() == Vm.NO_QEMU || booted.outOfTime()) {
                return new Last(booted, kvm);
            }
            if (kvm && !booted.kernelSpoke() && test.acceleration().equals("preferred")) {
                kvm = false;
                log.accept("beeyard: nothing was heard of the kernel under KVM; it is emulated (TCG) now, and slower");
            }
        }
    }
}
