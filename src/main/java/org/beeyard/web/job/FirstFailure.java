package org.beeyard.web.job;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.beeyard.log.IndexedLog;
import org.beeyard.log.Mark;
import org.beeyard.web.log.LogView;

/**
 * The line that says what went wrong first, with some around it.
 *
 * @param look the state of its attempt, as far as the verdict has no other for the job: WARNING where the patch is not to blame
 */
record FirstFailure(long attempt, int number, String look, Mark mark, List<LogView.Row> excerpt) {

    private static final String ERROR = "ERROR";

    /** Where it is, in which log. */
    record Place(IndexedLog log, Mark mark) {

        /** What comes before a test's first words of failure explains it; what comes after a splat's first line is the splat. */
        int before() {
            return switch (mark.kind()) {
                case BUILD_ERROR -> 3;
                case FAILED_TEST -> 12;
                case SPLAT -> 2;
                case BOOT, ENDING, STEP -> 30;
            };
        }

        int after() {
            return switch (mark.kind()) {
                case BUILD_ERROR, FAILED_TEST -> 10;
                case SPLAT -> 40;
                case BOOT, ENDING, STEP -> 2;
            };
        }

        long first() {
            return Math.max(1, mark.line() - before());
        }

        /** @param blameless whether the job failed by nothing new; the farm's own errors are its errors all the same */
        String look(boolean blameless) {
            String state = log.attempt().state();
            return blameless && !state.equals(ERROR) ? "WARNING" : state;
        }
    }

    /** Attempts that say something about the patch before those that only the farm is to blame for, then the oldest. */
    static Optional<Place> in(List<IndexedLog> logs) {
        return logs.stream()
                .filter(log -> log.ended() && !log.attempt().state().equals("PASSED"))
                .sorted(Comparator.comparing(
                                (IndexedLog log) -> log.attempt().state().equals(ERROR))
                        .thenComparing(log -> log.attempt().number()))
                .flatMap(log -> log.firstError().map(mark -> new Place(log, mark)).stream())
                .findFirst();
    }
}
