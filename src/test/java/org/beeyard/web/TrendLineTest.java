package org.beeyard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.beeyard.web.TrendLine.Dot;
import org.beeyard.web.TrendLine.Reading;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TrendLineTest {

    @Test
    void goes_from_the_left_to_the_right_and_up_as_numbers_grow() {
        TrendLine line = TrendLine.of(List.of(reading(10.0), reading(30.0), reading(20.0)), 1);
        assertThat(line.strokes()).containsExactly("108.0,68.0 300.0,12.0 492.0,40.0");
        assertThat(line.low()).isEqualTo(10);
        assertThat(line.high()).isEqualTo(30);
    }

    @Test
    void is_broken_where_a_number_is_missing() {
        TrendLine line = TrendLine.of(
                List.of(
                        reading(1.0),
                        reading(2.0),
                        reading(null),
                        reading(1.0),
                        reading(null),
                        reading(2.0),
                        reading(2.0)),
                1);
        assertThat(line.strokes()).hasSize(2);
        assertThat(line.dots()).extracting(Dot::known).containsExactly(true, true, false, true, false, true, true);
    }

    @Test
    void lies_in_the_middle_when_nothing_changes() {
        assertThat(TrendLine.of(List.of(reading(7.0), reading(7.0)), 1).dots())
                .extracting(Dot::y)
                .containsOnly("40.0");
    }

    @Test
    void may_stand_on_zero() {
        assertThat(TrendLine.of(List.of(reading(50.0), reading(100.0)), 0).dots())
                .extracting(Dot::y)
                .containsExactly("40.0", "12.0");
    }

    @Test
    void shows_small_changes_of_great_numbers_as_small() {
        assertThat(TrendLine.of(List.of(reading(990.0), reading(1_000.0)), 0.9).dots())
                .extracting(Dot::y)
                .containsExactly("17.6", "12.0");
    }

    private static Reading reading(@Nullable Double value) {
        return new Reading(value, "words", null);
    }
}
