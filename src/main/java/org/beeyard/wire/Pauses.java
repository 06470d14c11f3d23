package org.beeyard.wire;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Servers in trouble, by name, and for how long they are left alone. Only hints: after a restart each is asked at once. */
public final class Pauses {

    private final Map<String, Instant> until = new ConcurrentHashMap<>();
    private final Clock clock;

    public Pauses(Clock clock) {
        this.clock = clock;
    }

    public void leave(String server, Duration alone) {
        until.put(server, clock.instant().plus(alone));
    }

    /** Empty when it may be asked. */
    public Optional<Duration> left(String server) {
        Instant now = clock.instant();
        return Optional.ofNullable(until.get(server))
                .map(end -> Duration.between(now, end))
                .filter(Duration::isPositive);
    }
}
