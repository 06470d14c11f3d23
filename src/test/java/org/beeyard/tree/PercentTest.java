package org.beeyard.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PercentTest {

    @Test
    void is_read_as_people_write_it() {
        assertThat(Percent.of("10%")).hasToString("10 %");
        assertThat(Percent.of(" 2.50 % ")).hasToString("2.5 %");
        assertThat(Percent.of("0")).hasToString("0 %");
        assertThatThrownBy(() -> Percent.of("-10%"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'-10%' is not a percentage; write it like 10%");
        assertThatThrownBy(() -> Percent.of("ten")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void is_exceeded_by_more_than_its_share_and_not_by_just_that() {
        assertThat(Percent.of("10%").isLessThan(10, 100)).isFalse();
        assertThat(Percent.of("10%").isLessThan(11, 100)).isTrue();
        assertThat(Percent.of("0.1%").isLessThan(1, 1_000)).isFalse();
        assertThat(Percent.of("0.1%").isLessThan(999_999_999, 999_999_999)).isTrue();
        assertThat(Percent.of("50%").isLessThan(1, 0)).isTrue();
    }
}
