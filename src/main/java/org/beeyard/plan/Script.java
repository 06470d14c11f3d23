package org.beeyard.plan;

/**
 * What a custom suite runs.
 *
 * @param path of the script, below the CI configuration's folder of configurations
 * @param seconds how long it may take; 0 for as long as its pool allows
 */
public record Script(String path, Where where, Report report, int seconds) {

    public enum Where {
        /** In a VM with the kernel and its selftests. */
        VM,
        /** Beside the sources, with no kernel built. */
        SOURCE
    }

    /** How it says what it found. */
    public enum Report {
        EXIT,
        KTAP,
        JSON
    }
}
