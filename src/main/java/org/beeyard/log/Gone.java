package org.beeyard.log;

import java.time.Instant;

/**
 * What is left of a log that was thrown away.
 *
 * @param at when that was
 * @param size in bytes, of what it was
 * @param days from the attempt's end to then
 */
public record Gone(Instant at, long size, long days) {}
