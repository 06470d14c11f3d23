package org.beeyard.tree;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When to try a series again that the farm, not the series, was to blame for: later each time, until it is clear that it does
 * not help. Only a hint that spares the farm work: after a restart everything is tried at once.
 */
final class Retries {

    static final int MOST = 10;
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Map<Long, Failures> failed = new ConcurrentHashMap<>();

    private record Failures(int count, Instant notBefore) {}

    boolean due(long series, Instant now) {
        Failures failures = failed.get(series);
        return failures == null || !failures.notBefore().isAfter(now);
    }

    /** Whether it is worth another try; what is not is forgotten. */
    boolean again(long series, Instant now) {
        Failures failures = failed.merge(
                series,
                new Failures(1, now.plus(PAUSE)),
                (before, _) -> new Failures(before.count() + 1, now.plus(PAUSE.multipliedBy(before.count() + 1L))));
        if (failures.count() > MOST) {
            failed.remove(series);
        }
        return failures.count() <= MOST;
    }
}
