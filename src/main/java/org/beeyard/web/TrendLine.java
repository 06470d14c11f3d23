package org.beeyard.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in a row, to be drawn as one line. Pure.
 *
 * @param strokes points of polylines; where a number is missing the line is broken
 * @param low the least number, {@code high} the greatest
 */
record TrendLine(List<Dot> dots, List<String> strokes, double low, double high) {

    static final int WIDTH = 600;
    static final int HEIGHT = 80;

    /** That dots at the edge are seen whole, and a line there is none of the frame. */
    private static final int MARGIN = 12;

    TrendLine {
        dots = List.copyOf(dots);
        strokes = List.copyOf(strokes);
    }

    /** @param value nothing where there is none; its place is kept */
    record Reading(
            @Nullable Double value, String words, @Nullable String href) {}

    /** @param known whether there is a number; if not it lies on the ground */
    record Dot(
            String x,
            String y,
            boolean known,
            String words,
            @Nullable String href) {}

    /** @param ground what the bottom edge stands for, as a share of the greatest number; the least one when that is less */
    static TrendLine of(List<Reading> readings, double ground) {
        double low = readings.stream()
                .filter(r -> r.value() != null)
                .mapToDouble(Reading::value)
                .min()
                .orElse(0);
        double high = readings.stream()
                .filter(r -> r.value() != null)
                .mapToDouble(Reading::value)
                .max()
                .orElse(0);
        double bottom = Math.min(ground * high, low);
        List<Dot> dots = new ArrayList<>();
        List<String> strokes = new ArrayList<>();
        List<String> stroke = new ArrayList<>();
        for (int i = 0; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            Double value = reading.value();
            String x = number(MARGIN + (WIDTH - 2.0 * MARGIN) * (i + 0.5) / readings.size());
            String y = number(HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * height(value, bottom, high));
            dots.add(new Dot(x, y, value != null, reading.words(), reading.href()));
            if (value == null) {
                end(stroke, strokes);
            } else {
                stroke.add(x + "," + y);
            }
        }
        end(stroke, strokes);
        return new TrendLine(dots, strokes, low, high);
    }

    private static void end(List<String> stroke, List<String> strokes) {
        if (stroke.size() > 1) {
            strokes.add(String.join(" ", stroke));
        }
        stroke.clear();
    }

    /** From 0 to 1; numbers that are all the same lie in the middle. */
    private static double height(@Nullable Double value, double bottom, double top) {
        return value == null ? 0 : top == bottom ? 0.5 : (value - bottom) / (top - bottom);
    }

    private static String number(double coordinate) {
        return String.format(Locale.ROOT, "%.1f", coordinate);
    }
}
