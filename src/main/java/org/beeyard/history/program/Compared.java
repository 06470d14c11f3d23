package org.beeyard.history.program;

import org.jspecify.annotations.Nullable;

/**
 * What a job of veristat came to: what differs from the base counts, and not what is refused on both.
 *
 * @param look the state that the verdict gives it, NONE when there is no verdict yet
 * @param against the base, nothing where there is no base's job to compare with, and when what differed was thrown away
 */
public record Compared(String look, @Nullable ProgramCounts against) {}
