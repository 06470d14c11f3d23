package org.beeyard.series;

/**
 * Fired in the transaction that changes what is to be said of a series: its state, its runs, or where it is to be said. Who
 * observes it writes in the same transaction.
 */
public record SeriesChanged(long series) {}
