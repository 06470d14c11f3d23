package org.beeyard.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClockStepsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ClockSteps steps = new ClockSteps(START, 0);

    @Test
    void takes_no_notice_of_time_that_passes() {
        assertThat(after(60, 60)).isZero();
        assertThat(after(67, 62)).as("a drift of seconds").isZero();
    }

    @Test
    void tells_how_far_the_clock_was_set_and_only_once() {
        assertThat(after(3602, 2)).isEqualTo(Duration.ofHours(1));
        assertThat(after(3604, 4)).isZero();
        assertThat(after(6, 6)).isEqualTo(Duration.ofHours(-1));
    }

    private Duration after(long wallSeconds, long realSeconds) {
        return steps.since(
                START.plusSeconds(wallSeconds), Duration.ofSeconds(realSeconds).toNanos());
    }
}
