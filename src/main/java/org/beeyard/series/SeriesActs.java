package org.beeyard.series;

import java.util.Optional;
import java.util.Set;
import org.beeyard.people.Actor;

/** What people elsewhere can ask of a series that is here. Done in the caller's transaction; the answer is words for a log. */
public interface SeriesActs {

    /** @param words suites and archs; empty for all, on the newest base */
    String retest(long series, Set<String> words, Actor by);

    /** Ends its newest run. */
    String cancel(long series, Actor by);

    /** The job once more, in a run of its own. */
    String retestJob(long job, Actor by);

    /** Of which series a job is. */
    Optional<Long> seriesOf(long job);
}
