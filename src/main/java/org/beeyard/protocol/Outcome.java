package org.beeyard.protocol;

/** What became of one test in one attempt. The order is from best to worst; {@link #worse} relies on it. */
public enum Outcome {
    PASS,
    SKIP,
    /** Expected from the suite's own list, and never reported. */
    MISSING,
    /** The test could not be run for a reason of its own, such as a crash of the suite while it ran. */
    ERROR,
    FAIL;

    public Outcome worse(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public boolean broken() {
        return switch (this) {
            case PASS, SKIP -> false;
            case MISSING, ERROR, FAIL -> true;
        };
    }
}
