package org.beeyard.history.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.beeyard.history.Rate;
import org.junit.jupiter.api.Test;

class DayCountsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 2, 24);

    @Test
    void show_the_worst_of_a_day_and_tell_all_of_it() {
        assertThat(day(5, 1, 2, 3, 1).shown().state()).isEqualTo("FAIL");
        assertThat(day(5, 1, 2, 3, 1).shown().words())
                .isEqualTo(
                        "2026-02-24: 1 × failed on a base, 2 × flaky, 1 × failed with a series, 5 × passed on a base, 2 × passed with a series");
    }

    @Test
    void tell_a_failure_with_a_series_from_one_of_a_base() {
        assertThat(day(5, 0, 0, 3, 1).shown().state()).isEqualTo("NEW_FAILURE");
        assertThat(day(5, 0, 1, 3, 1).shown().state()).isEqualTo("FLAKY");
        assertThat(day(0, 0, 0, 3, 0).shown().state()).isEqualTo("PASS");
        assertThat(DayCounts.none(DAY).shown().state()).isEqualTo("NONE");
    }

    @Test
    void count_flaky_of_all_runs_and_broken_of_bases() {
        List<DayCounts> days = List.of(day(8, 2, 1, 10, 4), day(10, 0, 0, 20, 0));
        assertThat(DayCounts.flaky(days)).isEqualTo(new Rate(1, 50));
        assertThat(DayCounts.broken(days)).isEqualTo(new Rate(2, 20));
        assertThat(DayCounts.patchedBroken(days)).isEqualTo(new Rate(4, 30));
    }

    private static DayCounts day(long pass, long fail, long flaky, long patched, long patchedFail) {
        return new DayCounts(DAY, pass, fail, 0, 0, flaky, patched, patchedFail, 0, 0, null);
    }
}
