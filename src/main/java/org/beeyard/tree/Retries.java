package org.beeyard.tree;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When to try a series, or something else that has a number, again that the farm was to blame for: later each time, five minutes at
 * most. Only a hint that spares the farm work: after a restart everything is tried at once.
 */
public final class Retries {

    /** After so many a pause grows no more. */
    static final int MOST = 10;

    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Map<Long, Failures> failed = new ConcurrentHashMap<>();

    private record Failures(int count, Instant notBefore) {}

    public boolean due(long series, Instant now) {
        Failures failures = failed.get(series);
        return failures == null || !failures.notBefore().isAfter(now);
    }

    /** Returns how often it has failed now. */
    public int failed(long series, Instant now) {
        return failed.merge(
                        series,
                        new Failures(1, now.plus(PAUSE)),
                        (before, _) -> new Failures(
                                before.count() + 1, now.plus(PAUSE.multipliedBy(Math.min(before.count() + 1, MOST)))))
                .count();
    }

    /** It is known what becomes of it. */
    public void forget(long series) {
        failed.remove(series);
    }
}
