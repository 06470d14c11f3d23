package org.beeyard.series.patchwork;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class FeedsTest {

    @Test
    void remembers_what_happened_within_the_second_from_which_it_reads_again() {
        LocalDateTime newest = LocalDateTime.parse("2026-02-02T12:10:00.700001");
        LocalDateTime event = LocalDateTime.parse("2026-02-02T12:00:00.300001");
        assertThat(Feeds.since(newest)).isEqualTo("2026-02-02T12:00:00").isBefore(event);
    }
}
