package org.beeyard.history.program;

import java.util.List;
import org.beeyard.history.Variant;
import org.jspecify.annotations.Nullable;

/**
 * What the verifier did for a program on one base of a tree after the other, in one variant.
 *
 * @param points the oldest base first
 */
public record ProgramTrend(String tree, Variant variant, List<Point> points) {

    public ProgramTrend {
        points = List.copyOf(points);
    }

    /** @param states nothing where the program was refused, or was not counted */
    public record Point(
            long run,
            String commit,
            String outcome,
            @Nullable Integer states,
            @Nullable Integer instructions) {}

    public Point newest() {
        return points.getLast();
    }
}
