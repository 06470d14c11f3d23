package org.beeyard.retention;

import java.io.IOException;

/** Something that grows, and how its old end is thrown away: a bit at a time, so that it can be stopped at any instruction. */
interface Work {

    String name();

    /**
     * Throws a bit away, in one short transaction if in any.
     *
     * @throws IOException when the blob store is out of reach; the round is given up until the next
     */
    Done some(Bounds bounds) throws IOException;

    /**
     * @param removed how many
     * @param freed bytes
     * @param more whether the round goes on
     */
    record Done(long removed, long freed, boolean more) {
        static final Done NOTHING = new Done(0, 0, false);
    }
}
