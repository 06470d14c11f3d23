package org.beeyard.series;

import java.util.Optional;
import java.util.Set;
import org.beeyard.people.Actor;

/** What people elsewhere can ask of a series that is here. Done in the caller's transaction. */
public interface SeriesActs {

    /** @param words a sentence; when it was not done, why */
    record Answer(boolean done, String words) {}

    /** @param words suites and archs; empty for all, on the newest base */
    Answer retest(long series, Set<String> words, Actor by);

    /** Ends its newest run. */
    Answer cancel(long series, Actor by);

    /** The job once more, in a run of its own. */
    Answer retestJob(long job, Actor by);

    /** Of which series a job is. */
    Optional<Long> seriesOf(long job);
}
