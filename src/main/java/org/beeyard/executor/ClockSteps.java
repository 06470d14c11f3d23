package org.beeyard.executor;

import java.time.Duration;
import java.time.Instant;

/** Notices that the clock has been set, or the machine has slept: the clock has moved and the machine's own count has not. */
final class ClockSteps {

    private static final Duration NOTEWORTHY = Duration.ofSeconds(10);

    private Instant wall;
    private long nanos;

    ClockSteps(Instant wall, long nanos) {
        this.wall = wall;
        this.nanos = nanos;
    }

    /**
     * How far the clock was set since the last look, zero when it was not.
     *
     * @param nowNanos of a count that nobody sets
     */
    Duration since(Instant now, long nowNanos) {
        Duration step = Duration.between(wall, now).minusNanos(nowNanos - nanos);
        wall = now;
        nanos = nowNanos;
        return step.abs().compareTo(NOTEWORTHY) > 0 ? step : Duration.ZERO;
    }
}
