package org.beeyard.job;

/** Where a run stands. */
public enum RunState {
    PENDING,
    RUNNING,
    PASSED,
    WARNING,
    FAILED,
    ERROR,
    CANCELLED,
    CONFLICT
}
