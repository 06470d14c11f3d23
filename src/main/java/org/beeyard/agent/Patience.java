package org.beeyard.agent;

import java.time.Duration;

/** For how long something is tried again, with pauses that grow. */
final class Patience {

    private static final Duration MOST_PAUSE = Duration.ofSeconds(10);

    private final long end;
    private Duration pause = Duration.ofMillis(200);

    Patience(Duration time) {
        this.end = System.nanoTime() + time.toNanos();
    }

    boolean isOver() {
        return System.nanoTime() - end > 0;
    }

    void pause() throws InterruptedException {
        Thread.sleep(pause);
        Duration next = pause.multipliedBy(2);
        pause = next.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : next;
    }
}
