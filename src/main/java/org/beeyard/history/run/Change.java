package org.beeyard.history.run;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How a test differs in the second of two runs, in the words of verdicts where these have one; in the order in which they are listed. */
public enum Change {
    NEW_FAILURE,
    /** It was good, and was not got to. */
    MISSING,
    /** It fails, and the first run did not get to it. */
    INFRASTRUCTURE,
    FLAKY,
    /** It fails in both, but not alike; or it failed, and was not got to. */
    KNOWN_FAILURE,
    /** It is not to be run any more: the job has told all that it had to tell. */
    GONE,
    FIXED,
    NOW_SKIPPED,
    NOW_RUN,
    /** It is good, and had not run. */
    ADDED;

    /** For SQL: an array of the names in their order. */
    static final String ORDER =
            Arrays.stream(values()).map(change -> "'" + change + "'").collect(Collectors.joining(", ", "array[", "]"));
}
