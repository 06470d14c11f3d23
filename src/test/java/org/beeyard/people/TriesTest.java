package org.beeyard.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How often somebody may be wrong. */
class TriesTest {

    private static final Instant NOON = Instant.parse("2026-02-02T12:00:00Z");

    private final Tries tries = new Tries();

    @Test
    void shut_out_a_sender_for_the_rest_of_the_minute_and_nobody_else() {
        fail("a", Tries.OF_ONE, NOON);
        assertThat(tries.allows("a", NOON.plusSeconds(59))).isFalse();
        assertThat(tries.allows("b", NOON.plusSeconds(59))).isTrue();
        assertThat(tries.allows("a", NOON.plusSeconds(60))).isTrue();
    }

    @Test
    void bound_many_senders_together() {
        for (int sender = 0; sender < Tries.OF_ALL; sender++) {
            fail("sender " + sender, 1, NOON);
        }
        assertThat(tries.allows("another", NOON)).isFalse();
    }

    @Test
    void begin_anew_when_the_clock_is_set_back() {
        fail("a", Tries.OF_ONE, NOON);
        assertThat(tries.allows("a", NOON.minusSeconds(3600))).isTrue();
    }

    private void fail(String sender, int times, Instant now) {
        for (int i = 0; i < times; i++) {
            assertThat(tries.allows(sender, now)).isTrue();
            tries.failed(sender);
        }
    }
}
