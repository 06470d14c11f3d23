package org.beeyard.plan;

/** What a job does. */
public enum JobKind {
    /** Makes a kernel and its selftests. */
    BUILD,
    /** Boots the kernel and runs one suite. */
    TEST,
    /** Looks at the place where it runs. */
    PROBE
}
