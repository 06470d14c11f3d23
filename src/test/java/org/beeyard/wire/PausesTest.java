package org.beeyard.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.wire.Fault.Kind;
import org.junit.jupiter.api.Test;

/** Servers in trouble are left alone for a while, and no others; the log says what is new. */
class PausesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Goes on a little with each look at it, as real ones do. */
    private static final class Ticking extends Clock {
        private Instant now = Instant.EPOCH;
        private Duration tick = Duration.ZERO;

        @Override
        public Instant instant() {
            now = now.plus(tick);
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
    }

    private final Ticking clock = new Ticking();
    private final List<String> told = new ArrayList<>();
    private final Pauses pauses = new Pauses(
            new PausesConfig() {
                @Override
                public Duration first() {
                    return SECOND;
                }

                @Override
                public Duration longest() {
                    return Duration.ofSeconds(5);
                }
            },
            clock,
            (level, words) -> told.add(level + " " + words));

    private static Fault fault(Kind kind) {
        return new Fault(kind, "it does not work");
    }

    /** Each time after what the pause before has left. */
    private List<Duration> failing(Kind kind, int times) {
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            clock.now = clock.now.plus(this.pauses.left("server").orElse(Duration.ZERO));
            pauses.add(this.pauses.failed("server", fault(kind)));
        }
        return pauses;
    }

    @Test
    void one_that_nobody_spoke_of_may_be_asked() {
        pauses.failed("other", fault(Kind.BUSY));
        assertThat(pauses.left("server")).isEmpty();
    }

    @Test
    void one_in_trouble_is_left_alone_until_its_time_is_over() {
        pauses.failed("server", fault(Kind.BUSY));
        clock.tick = SECOND.dividedBy(2);
        assertThat(pauses.left("server")).contains(SECOND.dividedBy(2));
        assertThat(pauses.left("server")).isEmpty();
    }

    @Test
    void pauses_grow_up_to_a_limit_until_it_is_well() {
        assertThat(failing(Kind.UNREACHABLE, 5)).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 5L, 5L);
        pauses.well("server");
        assertThat(pauses.left("server")).isEmpty();
        assertThat(failing(Kind.UNREACHABLE, 1)).containsExactly(SECOND);
    }

    @Test
    void none_is_shorter_than_what_it_asks_for() {
        Optional<Duration> asked = Optional.of(Duration.ofMinutes(1));
        assertThat(pauses.failed("server", new Fault(Kind.BUSY, "no", asked, Optional.empty())))
                .hasMinutes(1);
        assertThat(pauses.failed("server", fault(Kind.BUSY)))
                .as("what comes between makes it no shorter")
                .hasMinutes(1);
    }

    @Test
    void the_log_says_when_it_begins_is_another_is_slowest_and_is_over() {
        failing(Kind.UNREACHABLE, 2);
        failing(Kind.FORBIDDEN, 5);
        clock.now = clock.now.plusSeconds(5);
        pauses.well("server");
        pauses.well("server");
        assertThat(told)
                .containsExactly(
                        "WARN server: it does not work; it is left alone for 1 s",
                        "WARN server: it does not work; it is left alone for 4 s",
                        "WARN server has failed 4 times in 7 s; it is asked every 5 s until it is well: it does not work",
                        "INFO server is well again after 27 s");
    }
}
