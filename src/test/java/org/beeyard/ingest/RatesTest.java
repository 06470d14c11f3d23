package org.beeyard.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RatesTest {

    private static final long SECOND = 1_000_000_000;

    private final Rates rates = new Rates(2);

    @Test
    void counts_each_sender_for_itself() {
        assertThat(rates.allows("one", 0)).isTrue();
        assertThat(rates.allows("one", 1)).isTrue();
        assertThat(rates.allows("one", 2)).isFalse();
        assertThat(rates.allows("other", 3)).isTrue();
    }

    @Test
    void begins_anew_each_second() {
        for (int i = 0; i < 10; i++) {
            rates.allows("one", i);
        }
        assertThat(rates.allows("one", SECOND)).isTrue();
    }
}
