package org.beeyard.job;

import org.beeyard.protocol.InfraReason;

/** What an executor sees of an attempt when it looks. */
public sealed interface Sighting {

    /** Its process or pod is there and works. */
    record Alive() implements Sighting {}

    /** Nothing of it is there. */
    record Absent() implements Sighting {}

    /** It has come to an end by itself. */
    record Exited(String words) implements Sighting {}

    /** The place says that the attempt failed for a reason that is not the patch's. */
    record Broken(InfraReason reason, String words) implements Sighting {}
}
