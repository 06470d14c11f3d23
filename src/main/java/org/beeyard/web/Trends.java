package org.beeyard.web;

import io.quarkus.qute.TemplateExtension;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.beeyard.history.ProgramTrend;
import org.beeyard.history.TestDetail;
import org.beeyard.web.TrendLine.Reading;
import org.jspecify.annotations.Nullable;

/** What pages draw as lines. */
@TemplateExtension(namespace = "trend")
final class Trends {

    private Trends() {}

    static TrendLine states(ProgramTrend trend) {
        return program(trend, ProgramTrend.Point::states, "states");
    }

    static TrendLine instructions(ProgramTrend trend) {
        return program(trend, ProgramTrend.Point::instructions, "instructions");
    }

    /** A tenth fills the picture: a growth of some percent is to be seen, one of some states in thousands is none. */
    private static TrendLine program(
            ProgramTrend trend, Function<ProgramTrend.Point, @Nullable Integer> count, String what) {
        List<Reading> readings = trend.points().stream()
                .map(point -> {
                    Integer value = count.apply(point);
                    return new Reading(
                            value == null ? null : value.doubleValue(),
                            Glyphs.shortened(point.commit()) + ": "
                                    + (value == null ? Glyphs.words(point.outcome()) : value + " " + what),
                            "/runs/" + point.run());
                })
                .toList();
        return TrendLine.of(readings, 0.9);
    }

    /** Of the days in which it ran, from zero: times jitter. */
    static TrendLine days(TestDetail.Line line) {
        List<Reading> readings = line.days().stream()
                .map(day -> {
                    Long millis = day.meanMillis();
                    return new Reading(
                            millis == null ? null : millis.doubleValue(),
                            day.day() + ": " + (millis == null ? "no time is known" : Glyphs.millis(millis)),
                            null);
                })
                .toList();
        return TrendLine.of(readings, 0);
    }

    /** Whether there is more to draw than a dot. */
    static boolean drawn(TestDetail.Line line) {
        return line.days().stream()
                        .map(TestDetail.Day::meanMillis)
                        .filter(Objects::nonNull)
                        .count()
                > 1;
    }

    static String count(double number) {
        return String.format(Locale.ROOT, "%.0f", number);
    }
}
