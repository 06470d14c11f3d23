package org.beeyard.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void has_its_times_in_utc() {
        Schedule nightly = Schedule.of("30 3 * * *");
        assertThat(nightly.next(Instant.parse("2026-03-29T00:00:00Z"))).isEqualTo("2026-03-29T03:30:00Z");
        assertThat(nightly.next(Instant.parse("2026-03-29T03:30:00Z"))).isEqualTo("2026-03-30T03:30:00Z");
    }

    @Test
    void knows_days_by_name_and_number() {
        Instant thursday = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(Schedule.of("0 6 * * SUN").next(thursday)).isEqualTo("2026-01-04T06:00:00Z");
        assertThat(Schedule.of("0 6 * * 0").next(thursday)).isEqualTo("2026-01-04T06:00:00Z");
        assertThat(Schedule.of("*/20 * 1 2 *").next(thursday)).isEqualTo("2026-02-01T00:00:00Z");
    }

    @Test
    void says_how_a_time_is_written() {
        assertThatThrownBy(() -> Schedule.of("every night"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "'every night' is no time as crontab has them (minute, hour, day of the month, month, day of the week, like \"30 3 * * *\"): ");
        assertThatThrownBy(() -> Schedule.of("99 3 * * *")).hasMessageContaining("99");
        assertThatThrownBy(() -> Schedule.of("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void does_not_wait_for_a_day_that_is_in_no_calendar() {
        assertThatThrownBy(() -> Schedule.of("0 0 31 2 *")).hasMessage("'0 0 31 2 *' is a time that never comes.");
    }
}
