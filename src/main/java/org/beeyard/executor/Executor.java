package org.beeyard.executor;

import java.io.IOException;
import java.util.Set;
import org.beeyard.job.Queue.Claim;
import org.beeyard.job.Sighting;

/** A kind of place where attempts run. */
public interface Executor {

    /** The name by which pools choose it. */
    String name();

    /**
     * Starts an attempt. An attempt that is there already is left as it is: launching twice launches once.
     *
     * @throws IOException when it could not be started; the caller tries again
     */
    void launch(String pool, Claim claim) throws IOException;

    /** What there is of an attempt. */
    Sighting look(long attempt);

    /** The attempts of which there is something. */
    Set<Long> present();

    /** Removes all of an attempt, by force. */
    void remove(long attempt);
}
