package org.beeyard.people;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Counts failures a minute, of each sender and of all. */
final class Tries {

    static final int OF_ONE = 10;
    static final int OF_ALL = 100;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Map<String, Integer> failures = new HashMap<>();
    private Instant began = Instant.EPOCH;
    private int all;

    /** Whether the sender may try. */
    synchronized boolean allows(String sender, Instant now) {
        if (now.isBefore(began) || Duration.between(began, now).compareTo(WINDOW) >= 0) {
            began = now;
            all = 0;
            failures.clear();
        }
        return all < OF_ALL && failures.getOrDefault(sender, 0) < OF_ONE;
    }

    /** To be called after {@link #allows}: so many senders as failures are kept at most. */
    synchronized void failed(String sender) {
        failures.merge(sender, 1, Integer::sum);
        all++;
    }
}
