package org.beeyard.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Servers in trouble are left alone for a while, and no others. */
class PausesTest {

    private static final Duration TICK = Duration.ofMillis(1);

    /** Goes on with each look at it, as real ones do. */
    private final Clock clock = new Clock() {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plus(TICK);
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    private final Pauses pauses = new Pauses(clock);

    @Test
    void one_that_nobody_spoke_of_may_be_asked() {
        pauses.leave("other", Duration.ofHours(1));
        assertThat(pauses.left("server")).isEmpty();
    }

    @Test
    void one_in_trouble_is_left_alone_until_its_time_is_over() {
        pauses.leave("server", TICK.multipliedBy(2));
        assertThat(pauses.left("server")).contains(TICK);
        assertThat(pauses.left("server")).isEmpty();
    }
}
