package org.beeyard.job;

import java.time.Instant;
import org.beeyard.protocol.InfraReason;

/** What an executor sees of an attempt when it looks. */
public sealed interface Sighting {

    /**
     * Its process or pod is there and works.
     *
     * @param doubt a clause on what speaks against it, or nothing
     */
    record Alive(String doubt) implements Sighting {}

    /** Its place cannot be asked, so nothing is known. */
    record Unseen(String words) implements Sighting {}

    /**
     * Its place is told and has not started it yet.
     *
     * @param reason what it is if it stays so
     * @param words of the place
     * @param hopeless whether waiting cannot help
     * @param since when the place began to start it; long ago where the place does not tell
     */
    record Waiting(InfraReason reason, String words, boolean hopeless, Instant since) implements Sighting {

        public Waiting(InfraReason reason, String words, boolean hopeless) {
            this(reason, words, hopeless, Instant.MIN);
        }
    }

    /** Its place has a queue of its own, which has not let it in. */
    record Held(String words) implements Sighting {}

    /**
     * Nothing of it is there.
     *
     * @param reason what that is when it has run
     */
    record Absent(InfraReason reason, String words) implements Sighting {}

    /** It has come to an end by itself. */
    record Exited(String words) implements Sighting {}

    /** The place says that the attempt failed for a reason that is not the patch's. */
    record Broken(InfraReason reason, String words) implements Sighting {}
}
