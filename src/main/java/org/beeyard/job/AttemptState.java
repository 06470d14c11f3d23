package org.beeyard.job;

import java.time.Instant;
import java.util.Optional;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.beeyard.protocol.Printable;

/** Where an attempt stands. */
public sealed interface AttemptState {

    record Queued(Instant notBefore) implements AttemptState {}

    /**
     * Claimed: an executor was told to start it, or will be.
     *
     * @param deadline until when its agent has to report
     */
    record Starting(Instant since, Instant deadline) implements AttemptState {}

    record Running(Instant since, Instant heartbeat, Instant deadline) implements AttemptState {}

    /** @param sentence why; a stranger's program may have had a say in it, so it is kept short and printable */
    record Ended(Instant at, Ending ending, Optional<InfraReason> reason, String sentence) implements AttemptState {

        static final int LONGEST = 4_096;

        public Ended {
            sentence = Printable.of(sentence, LONGEST);
        }
    }
}
