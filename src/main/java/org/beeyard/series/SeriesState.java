package org.beeyard.series;

/** Where a series stands. */
public enum SeriesState {
    RECEIVED,
    INCOMPLETE,
    READY,
    APPLIED,
    CONFLICT,
    ALREADY_APPLIED,
    REJECTED,
    SUPERSEDED,
    CLOSED
}
