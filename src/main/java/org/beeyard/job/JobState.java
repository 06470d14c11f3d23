package org.beeyard.job;

import org.beeyard.protocol.Ending;

/** Where a job stands. */
public enum JobState {
    BLOCKED,
    QUEUED,
    RUNNING,
    PASSED,
    FAILED,
    ERROR,
    TIMED_OUT,
    CANCELLED,
    SKIPPED;

    public boolean terminal() {
        return switch (this) {
            case BLOCKED, QUEUED, RUNNING -> false;
            case PASSED, FAILED, ERROR, TIMED_OUT, CANCELLED, SKIPPED -> true;
        };
    }

    static JobState of(Ending ending) {
        return switch (ending) {
            case PASSED -> PASSED;
            case FAILED -> FAILED;
            case ERROR -> ERROR;
            case TIMED_OUT -> TIMED_OUT;
            case CANCELLED -> CANCELLED;
        };
    }
}
