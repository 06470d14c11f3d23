package org.beeyard.agent;

/** When an attempt should be over, by a clock that nobody sets. */
record Deadline(long nanos) {

    static Deadline in(int seconds) {
        return new Deadline(System.nanoTime() + seconds * 1_000_000_000L);
    }

    /** Seconds; below zero when it has passed. */
    int left() {
        return (int) ((nanos - System.nanoTime()) / 1_000_000_000);
    }
}
