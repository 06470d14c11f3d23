package org.beeyard.result;

import org.beeyard.job.RunState;

/**
 * Between so many patches that are good and so many that are not. Pure.
 *
 * @param good 0 is the base
 */
record Halving(int good, int bad) {

    sealed interface Next {
        /** So many patches. */
        record Try(int patches) implements Next {}

        /** The patch, from 1. */
        record Found(int patch) implements Next {}
    }

    Next next() {
        return bad - good <= 1 ? new Next.Found(bad) : new Next.Try((good + bad) / 2);
    }

    /** After so many patches were tried; the same when that told nothing. */
    Halving after(int patches, RunState state) {
        return switch (state) {
            case PASSED, WARNING -> new Halving(patches, bad);
            case FAILED -> new Halving(good, patches);
            case PENDING, RUNNING, ERROR, CANCELLED, CONFLICT -> this;
        };
    }
}
