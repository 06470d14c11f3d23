package org.beeyard.web;

import io.quarkus.qute.TemplateExtension;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.beeyard.history.program.ProgramTrend;
import org.beeyard.history.test.TestDetail;
import org.beeyard.history.tree.TreeHistory.BaseRow;
import org.beeyard.history.tree.TreeSizes;
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

    /** Of a tree's bases that ran, from zero. */
    static TrendLine tests(List<BaseRow> bases) {
        return bases(bases, BaseRow::tests, count -> count + " tests");
    }

    static TrendLine testTime(List<BaseRow> bases) {
        return bases(bases, BaseRow::testSeconds, Glyphs::seconds);
    }

    private static TrendLine bases(List<BaseRow> bases, Function<BaseRow, Long> number, Function<Long, String> words) {
        List<Reading> readings = bases.reversed().stream()
                .filter(base -> base.run() != null && base.finishedAt() != null)
                .map(base ->
                        reading(number.apply(base) == 0 ? null : number.apply(base), base.commit(), base.run(), words))
                .toList();
        return TrendLine.of(readings, 0);
    }

    /** A tenth fills the picture: a kernel grows by less. */
    static TrendLine kernel(TreeSizes.Line line) {
        return sizes(line, TreeSizes.Point::kernelBytes);
    }

    static TrendLine selftests(TreeSizes.Line line) {
        return sizes(line, TreeSizes.Point::selftestsBytes);
    }

    private static TrendLine sizes(TreeSizes.Line line, Function<TreeSizes.Point, @Nullable Long> bytes) {
        return TrendLine.of(
                line.points().stream()
                        .map(point -> reading(bytes.apply(point), point.commit(), point.run(), Glyphs::size))
                        .toList(),
                0.9);
    }

    /** Where nothing is known nothing is drawn. */
    private static Reading reading(
            @Nullable Long value, String commit, @Nullable Long run, Function<Long, String> words) {
        return new Reading(
                value == null ? null : value.doubleValue(),
                Glyphs.shortened(commit) + ": " + (value == null ? "not known" : words.apply(value)),
                value == null ? null : "/runs/" + run);
    }

    /** Whether there is more to draw than a dot. */
    static boolean several(TrendLine line) {
        return line.dots().stream().filter(TrendLine.Dot::known).count() > 1;
    }

    static String size(double bytes) {
        return Glyphs.size((long) bytes);
    }

    static String seconds(double seconds) {
        return Glyphs.seconds((long) seconds);
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
