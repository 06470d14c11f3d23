package org.beeyard.protocol;

/** What became of one test in one attempt. The order is from best to worst; {@link #worse} relies on it. */
public enum Outcome {
    PASS(0),
    SKIP(1),
    /** It does not fit the kernel, which lacks what it needs, or it was not built: by itself that says nothing about the kernel. */
    UNFIT(-1),
    /** Expected from the suite's own list, and never reported. */
    MISSING(2),
    /** The test could not be run for a reason of its own, such as a crash of the suite while it ran. */
    ERROR(3),
    FAIL(4);

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    /** What tables hold, for ever: 0 has passed, from {@link #MISSING}'s on it is broken. */
    public int code() {
        return code;
    }

    public static Outcome of(int code) {
        for (Outcome outcome : values()) {
            if (outcome.code == code) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("no outcome has the code " + code);
    }

    public Outcome worse(Outcome other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public boolean broken() {
        return switch (this) {
            case PASS, SKIP, UNFIT -> false;
            case MISSING, ERROR, FAIL -> true;
        };
    }
}
