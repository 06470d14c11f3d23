package org.beeyard.history.test;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;
import org.beeyard.history.Rate;
import org.jspecify.annotations.Nullable;

/** A row of {@code test_daily}. */
record DayCounts(
        LocalDate day,
        long pass,
        long fail,
        long skip,
        long unfit,
        long flaky,
        long patched,
        long patchedFail,
        long timed,
        long totalMillis,
        @Nullable Long failingJob) {

    static DayCounts none(LocalDate day) {
        return new DayCounts(day, 0, 0, 0, 0, 0, 0, 0, 0, 0, null);
    }

    /** Times that it ran to an end, good or bad. */
    private long ran() {
        return pass + fail + patched;
    }

    TestDetail.Day shown() {
        return new TestDetail.Day(day, state(), words(), failingJob, meanMillis(List.of(this)));
    }

    private String state() {
        if (fail > 0) {
            return "FAIL";
        }
        if (flaky > 0) {
            return "FLAKY";
        }
        if (patchedFail > 0) {
            return "NEW_FAILURE";
        }
        if (pass + patched > 0) {
            return "PASS";
        }
        return unfit > 0 ? "UNFIT" : skip > 0 ? "SKIP" : "NONE";
    }

    private String words() {
        List<String> parts = new ArrayList<>();
        add(parts, fail, "failed on a base");
        add(parts, flaky, "flaky");
        add(parts, patchedFail, "failed with a series");
        add(parts, pass, "passed on a base");
        add(parts, patched - patchedFail, "passed with a series");
        add(parts, skip, "skipped");
        add(parts, unfit, "did not fit the kernel");
        return day + ": " + (parts.isEmpty() ? "not run" : String.join(", ", parts));
    }

    private static void add(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(count + " × " + what);
        }
    }

    static Rate flaky(Collection<DayCounts> days) {
        long ran = sum(days, DayCounts::ran);
        return new Rate(Math.min(ran, sum(days, DayCounts::flaky)), ran);
    }

    static Rate broken(Collection<DayCounts> days) {
        return new Rate(sum(days, DayCounts::fail), sum(days, d -> d.pass + d.fail));
    }

    static Rate patchedBroken(Collection<DayCounts> days) {
        return new Rate(sum(days, DayCounts::patchedFail), sum(days, DayCounts::patched));
    }

    static @Nullable Long meanMillis(Collection<DayCounts> days) {
        long timed = sum(days, DayCounts::timed);
        return timed == 0 ? null : sum(days, DayCounts::totalMillis) / timed;
    }

    private static long sum(Collection<DayCounts> days, ToLongFunction<DayCounts> what) {
        return days.stream().mapToLong(what).sum();
    }
}
