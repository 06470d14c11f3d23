package org.beeyard.agent;

import java.util.List;
import org.beeyard.protocol.AttemptSpec;
import org.jspecify.annotations.Nullable;

/** Suites as the farm asks for them. */
final class TestSpecs {

    private TestSpecs() {}

    static AttemptSpec.Test of(String suite, boolean asan) {
        return of(suite, asan, "never", false);
    }

    /** @param vm what is booted, and {@code seconds} for how long at most */
    static AttemptSpec.Test of(AttemptSpec.BlobRef vm, int seconds) {
        return of("test_progs", false, "never", false, vm, seconds);
    }

    static AttemptSpec.Test of(AttemptSpec.Share share) {
        AttemptSpec.Test whole = of("test_progs", false);
        return of(whole, whole.only(), share, null);
    }

    /** @param vm what is booted */
    static AttemptSpec.Test of(AttemptSpec.BlobRef vm, AttemptSpec.Custom custom) {
        AttemptSpec.Test whole = of(vm, 6_000);
        return of(whole, whole.only(), null, custom);
    }

    /** @param only of its tests */
    static AttemptSpec.Test of(String suite, List<String> only) {
        return of(of(suite, false), only, null, null);
    }

    private static AttemptSpec.Test of(
            AttemptSpec.Test whole,
            List<String> only,
            AttemptSpec.@Nullable Share share,
            AttemptSpec.@Nullable Custom custom) {
        return new AttemptSpec.Test(
                whole.arch(),
                whole.suite(),
                whole.vm(),
                whole.ci(),
                only,
                whole.deny(),
                whole.deployment(),
                whole.acceleration(),
                whole.cpus(),
                whole.memoryBytes(),
                whole.seconds(),
                whole.silentSeconds(),
                whole.expectedTests(),
                share,
                custom,
                whole.asan(),
                whole.base());
    }

    /** @param acceleration which the pool wants */
    static AttemptSpec.Test ofBase(String acceleration) {
        return of("test_progs", false, acceleration, true);
    }

    /** @param acceleration which the pool wants */
    static AttemptSpec.Test ofSeries(String acceleration) {
        return of("test_progs", false, acceleration, false);
    }

    private static AttemptSpec.Test of(String suite, boolean asan, String acceleration, boolean base) {
        return of(suite, asan, acceleration, base, new AttemptSpec.BlobRef("0".repeat(64), 1), 6_000);
    }

    private static AttemptSpec.Test of(
            String suite, boolean asan, String acceleration, boolean base, AttemptSpec.BlobRef vm, int seconds) {
        return new AttemptSpec.Test(
                "x86_64",
                suite,
                vm,
                null,
                List.of(),
                List.of(),
                "rc",
                acceleration,
                2,
                1L << 30,
                seconds,
                600,
                0,
                null,
                null,
                asan,
                base);
    }
}
