package org.beeyard.ingest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts requests a second, each sender for itself. */
final class Rates {

    private static final long SECOND = 1_000_000_000;

    private final int most;
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private volatile long began = Long.MIN_VALUE;

    /** @param most requests of one sender in a second */
    Rates(int most) {
        this.most = most;
    }

    /** @param nanos of a count that nobody sets */
    boolean allows(String sender, long nanos) {
        if (nanos - began >= SECOND || began == Long.MIN_VALUE) {
            began = nanos;
            counts.clear(); // and with it what senders cost that come no more
        }
        return counts.computeIfAbsent(sender, s -> new AtomicInteger()).incrementAndGet() <= most;
    }
}
