package org.beeyard.job;

import java.time.Instant;
import java.util.Optional;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;

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

    record Ended(Instant at, Ending ending, Optional<InfraReason> reason, String sentence) implements AttemptState {}
}
