package org.beeyard.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AbsencesTest {

    private static final long START = Long.MAX_VALUE - 1; // such a count may begin anywhere

    private final Absences absences = new Absences(START);

    @Test
    void takes_no_notice_of_who_is_late() {
        assertThat(until(2)).isZero();
        assertThat(until(20)).isZero();
        assertThat(until(38)).as("since the last time, not since the first").isZero();
    }

    @Test
    void tells_how_long_an_absence_was_and_only_once() {
        assertThat(until(2)).isZero();
        assertThat(until(122)).isEqualTo(Duration.ofMinutes(2));
        assertThat(until(124)).isZero();
    }

    private Duration until(long seconds) {
        return absences.until(START + Duration.ofSeconds(seconds).toNanos());
    }
}
