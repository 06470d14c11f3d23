package org.beeyard.export;

import java.time.Instant;
import java.util.Optional;
import org.beeyard.protocol.Ending;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that has ended.
 *
 * @param job its name
 * @param suite of a build {@code build}
 */
record EndedAttempt(
        long id,
        String job,
        String suite,
        String arch,
        String compiler,
        Ending ending,
        @Nullable String sentence,
        @Nullable String accelerator,
        @Nullable String host,
        Instant createdAt,
        @Nullable Instant startedAt,
        Instant finishedAt) {

    /** What to say of the attempt as if it were a test: without it one that died before its first test would look green. */
    Optional<Ending> trouble(Results.Counts counts) {
        return ending == Ending.PASSED || counts.explain(ending) ? Optional.empty() : Optional.of(ending);
    }

    String words() {
        return sentence == null || sentence.isBlank() ? "It ended as " + ending + "." : sentence;
    }
}
