package org.beeyard.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Retries retries = new Retries();

    @Test
    void wait_longer_each_time_and_never_longer_than_five_minutes() {
        retries.failed(7, NOON);
        assertThat(retries.due(7, NOON.plusSeconds(29))).isFalse();
        assertThat(retries.due(7, NOON.plusSeconds(30))).isTrue();
        retries.failed(7, NOON);
        assertThat(retries.due(7, NOON.plusSeconds(59))).isFalse();
        for (int i = 0; i < 1_000; i++) {
            retries.failed(7, NOON);
        }
        assertThat(retries.due(7, NOON.plusSeconds(299))).isFalse();
        assertThat(retries.due(7, NOON.plusSeconds(300))).isTrue();
    }

    @Test
    void begin_anew_with_what_had_gone_well_in_between() {
        assertThat(retries.failed(7, NOON)).isEqualTo(1);
        assertThat(retries.failed(7, NOON)).isEqualTo(2);
        retries.forget(7);
        assertThat(retries.due(7, NOON)).isTrue();
        assertThat(retries.failed(7, NOON)).isEqualTo(1);
    }
}
