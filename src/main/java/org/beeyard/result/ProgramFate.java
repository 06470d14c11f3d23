package org.beeyard.result;

/** What has become of a program, against the base; from bad to good. */
public enum ProgramFate {
    /** The verifier accepts it no more. */
    REFUSED,
    GREW,
    /** The base has it not. */
    ADDED,
    GONE,
    SHRANK,
    /** The verifier refuses it no more. */
    ACCEPTED
}
