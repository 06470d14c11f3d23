package org.beeyard.job;

/** What a run evaluates. */
public enum RunKind {
    /** A base alone: what later runs are compared with. */
    BASE,
    /** A series on a base. */
    SERIES,
    /** The first patches of a series on its base, or a commit before a base, to find the one that breaks something. */
    BISECT,
    /** Nothing but the pools: whether an agent comes up in each and finds what it needs. */
    PROBE
}
