package org.beeyard.testout;

import java.util.List;

/**
 * A kernel warning, oops, panic, lockup, sanitizer or lock report found on a console.
 *
 * @param title the first line, without its time stamp
 * @param frames the functions on top of the call trace, without offsets and without the guessed ones, at most five, under that in
 *     which it happened, where the kernel names it
 * @param line the line of the console it starts at, from 1
 * @param text the report as it was printed, bounded
 */
public record Splat(Kind kind, String title, List<String> frames, long line, String text) {

    public enum Kind {
        WARNING,
        BUG,
        OOPS,
        PANIC,
        LOCKUP,
        HUNG_TASK,
        STALL,
        KASAN,
        UBSAN,
        LOCKDEP
    }

    public Splat {
        frames = List.copyOf(frames);
    }

    /** The same for the same defect: kind and frames, or the title with its numbers taken out where there is no trace. */
    public String fingerprint() {
        String place = frames.isEmpty()
                ? title.replaceAll("0x[0-9a-f]+|\\b[0-9a-f]{8,}\\b|\\d+", "N").replaceAll("\\s+", " ")
                : String.join(" < ", frames);
        return kind + " " + (place.length() <= 300 ? place : place.substring(0, 300));
    }
}
