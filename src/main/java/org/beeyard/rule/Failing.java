package org.beeyard.rule;

/**
 * A test that fails, or is missing, in a job of a run.
 *
 * @param subtest empty for the test itself
 */
public record Failing(long job, String suite, String arch, String test, String subtest) {}
