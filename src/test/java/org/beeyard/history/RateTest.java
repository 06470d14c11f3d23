package org.beeyard.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RateTest {

    @Test
    void one_of_one_proves_less_than_thirty_of_a_hundred() {
        assertThat(new Rate(1, 1).atLeast()).isCloseTo(0.2065, within(0.0001));
        assertThat(new Rate(30, 100).atLeast()).isCloseTo(0.2189, within(0.0001));
    }

    @Test
    void nothing_proves_nothing() {
        assertThat(new Rate(0, 0).atLeast()).isZero();
        assertThat(new Rate(0, 1000).atLeast()).isZero();
    }

    @Test
    void is_said_exactly_where_it_is_small() {
        assertThat(new Rate(3, 1000).percent()).isEqualTo("0.3 %");
        assertThat(new Rate(1, 3).percent()).isEqualTo("33 %");
        assertThat(new Rate(0, 3).percent()).isEqualTo("0 %");
    }
}
