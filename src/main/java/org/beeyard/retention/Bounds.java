package org.beeyard.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * From when on things are kept.
 *
 * @param now when the round began
 * @param results the first day whose results are kept
 * @param comparable a base that was run before is not compared with any more: its results go within days
 * @param grace what was promised or stored since stays
 */
record Bounds(Instant now, LocalDate results, Instant comparable, Instant logs, Instant artifacts, Instant grace) {

    /** Longer than a run takes that is compared with a base's. */
    static final Duration MARGIN = Duration.ofDays(7);

    static Bounds of(RetentionConfig config, Instant now) {
        Instant results = now.minus(config.results());
        return new Bounds(
                now,
                LocalDate.ofInstant(results, ZoneOffset.UTC),
                results.plus(MARGIN),
                now.minus(config.logs()),
                now.minus(config.artifacts()),
                now.minus(config.grace()));
    }
}
