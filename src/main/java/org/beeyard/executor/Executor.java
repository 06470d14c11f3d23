package org.beeyard.executor;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.beeyard.job.Queue.Claim;
import org.beeyard.job.Sighting;

/** A kind of place where attempts run. */
public interface Executor {

    /** The name by which pools choose it. */
    String name();

    /** What became of the wish to start an attempt. */
    sealed interface Launch {

        record Launched() implements Launch {}

        /** There is no room now; the attempt goes back to the queue. */
        record NoRoom(String words, Duration pause) implements Launch {}

        /** The place has the attempt already, and by another token. */
        record Taken() implements Launch {}

        /** The place will not have it, now or later. */
        record Refused(String words) implements Launch {}
    }

    /**
     * Starts an attempt. An attempt that is there already is left as it is: launching twice launches once.
     *
     * @throws IOException when it is not known whether it was started; the caller looks, and tries again
     */
    Launch launch(String pool, Claim claim) throws IOException;

    /** What there is of an attempt. */
    Sighting look(long attempt);

    /** The attempts of which there is something, and since when. */
    Map<Long, Instant> present();

    /** Something that happened to an attempt, in the place's words. */
    record Told(Instant at, String words) {}

    /** What the place tells of an attempt of which there still is something, the oldest first; nothing where it keeps no record. */
    default List<Told> told(long attempt) {
        return List.of();
    }

    /** Removes all of an attempt, by force. */
    void remove(long attempt);
}
