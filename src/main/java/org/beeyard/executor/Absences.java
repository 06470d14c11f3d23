package org.beeyard.executor;

import java.time.Duration;

/** Notices that who is there again and again was not for a while. */
final class Absences {

    private static final Duration NOTEWORTHY = Duration.ofSeconds(20);

    private long last;

    /** @param nanos of a count that nobody sets */
    Absences(long nanos) {
        this.last = nanos;
    }

    /** How long the absence was that ends now, zero when there was none. */
    Duration until(long nowNanos) {
        Duration gap = Duration.ofNanos(nowNanos - last);
        last = nowNanos;
        return gap.compareTo(NOTEWORTHY) > 0 ? gap : Duration.ZERO;
    }
}
