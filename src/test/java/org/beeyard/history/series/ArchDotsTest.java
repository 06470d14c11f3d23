package org.beeyard.history.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArchDotsTest {

    @Test
    void show_the_worst_of_each_architecture_in_the_order_of_its_jobs() {
        assertThat(ArchDots.of(
                        List.of("x86_64 PASSED", "s390x PASSED", "x86_64 FAILED", "s390x RUNNING", "x86_64 PASSED")))
                .containsExactly(new SeriesList.Arch("x86_64", "FAILED"), new SeriesList.Arch("s390x", "RUNNING"));
    }

    @Test
    void show_a_failure_that_is_known_between_one_that_is_new_and_none() {
        assertThat(ArchDots.of(List.of("x86_64 PASSED", "x86_64 WARNING", "s390x WARNING", "s390x FAILED")))
                .containsExactly(new SeriesList.Arch("x86_64", "WARNING"), new SeriesList.Arch("s390x", "FAILED"));
    }
}
