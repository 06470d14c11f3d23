package org.beeyard.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line that people look for.
 *
 * @param text of it, as it is shown, bounded
 * @param at when it reached the farm, within a second or two of when it was said; nothing in old logs
 */
public record Mark(
        long line,
        long offset,
        Kind kind,
        String text,
        @Nullable Instant at) {

    public enum Kind {
        /** The agent begins with something else. */
        STEP,
        /** Of a compiler, an assembler or a linker. */
        BUILD_ERROR,
        /** A test or a check in it failed. */
        FAILED_TEST,
        /** The kernel complains. */
        SPLAT,
        /** A kernel that did not come up. */
        BOOT,
        /** The agent's last word, when it is a bad one. */
        ENDING
    }

    public boolean isError() {
        return switch (kind) {
            case STEP -> false;
            case BUILD_ERROR, FAILED_TEST, SPLAT, BOOT, ENDING -> true;
        };
    }
}
