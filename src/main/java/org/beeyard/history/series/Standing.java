package org.beeyard.history.series;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a series stands, for whom waits for it.
 *
 * @param state of the series
 * @param problem why there is no run
 * @param farmsFault whether that is not the series' fault
 * @param run that speaks for it
 */
public record Standing(long series, String state, @Nullable String problem, boolean farmsFault, Optional<Spoken> run) {

    /**
     * @param sentence with what a search for the patch to blame found
     * @param finished whether it has a verdict
     * @param underway what it does now; nothing when it is finished, or waits
     */
    public record Spoken(
            long id,
            String state,
            @Nullable String sentence,
            Instant createdAt,
            boolean finished,
            Optional<Underway> underway) {}

    /**
     * A job that runs.
     *
     * @param ofBase whether it is of the run that this one is compared with
     * @param step what its agent does; nothing before its first word
     * @param expected units of work, of which {@code done} are; 0 when nobody knows
     */
    public record Underway(
            String job,
            boolean ofBase,
            @Nullable String step,
            long done,
            long expected,
            @Nullable Instant startedAt) {}
}
