package org.beeyard.result;

import org.beeyard.job.RunState;

/**
 * Between a point of a line that is good and a later one that is not. Pure.
 *
 * @param good 0 is where the line begins
 */
record Halving(int good, int bad) {

    sealed interface Next {
        record Try(int point) implements Next {}

        /** The first that is bad. */
        record Found(int point) implements Next {}
    }

    Next next() {
        return bad - good <= 1 ? new Next.Found(bad) : new Next.Try((good + bad) / 2);
    }

    /** After a point was tried; the same when that told nothing. */
    Halving after(int point, RunState state) {
        return switch (state) {
            case PASSED, WARNING -> new Halving(point, bad);
            case FAILED -> new Halving(good, point);
            case PENDING, RUNNING, ERROR, CANCELLED, CONFLICT -> this;
        };
    }
}
