package org.beeyard.protocol;

/** How an attempt or a job ended. */
public enum Ending {
    PASSED,
    FAILED,
    /** The farm is to blame, not the patch. */
    ERROR,
    TIMED_OUT,
    CANCELLED
}
