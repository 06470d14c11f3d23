package org.beeyard.series;

/** Where a series stands. */
public enum SeriesState {
    RECEIVED,
    READY,
    APPLIED,
    CONFLICT,
    ALREADY_APPLIED,
    REJECTED,
    SUPERSEDED,
    CLOSED
}
