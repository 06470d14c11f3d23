package org.beeyard.job;

/** What a run evaluates. */
public enum RunKind {
    /** A base alone: what later runs are compared with. */
    BASE,
    /** A series on a base. */
    SERIES
}
