package org.beeyard.job;

import org.beeyard.job.AttemptState.Ended;

/** What a job says of itself when some of its tests were run again. Pure. */
final class JobSentence {

    private JobSentence() {}

    /**
     * A rerun ran only what had failed: what the whole suite said is told, after how the rerun ended where that is otherwise.
     *
     * @param again its own words are of these few tests, and are left to it
     */
    static String of(Ended whole, Ended again) {
        if (again.ending() == whole.ending()) {
            return whole.sentence();
        }
        return switch (again.ending()) {
            case PASSED -> after("Passed", whole);
            case FAILED -> after("Failed", whole);
            case TIMED_OUT -> after("Timed out", whole);
            case CANCELLED -> after("Cancelled", whole);
            case ERROR -> whole.sentence(); // it said nothing
        };
    }

    private static String after(String ending, Ended whole) {
        return ending + " when run again in a fresh VM; at first: " + whole.sentence();
    }
}
