package org.beeyard.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What the verifier did to accept a program, as veristat counts it; each nothing where veristat was not asked.
 *
 * @param states that it made
 * @param instructions that it processed, each as often as it came by
 */
public record Effort(@Nullable Integer states, @Nullable Integer instructions) {

    public Effort {
        if (states != null && states < 0 || instructions != null && instructions < 0) {
            throw new IllegalArgumentException(
                    "an effort below zero: " + states + " states, " + instructions + " instructions");
        }
    }
}
