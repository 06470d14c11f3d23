package org.beeyard.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.beeyard.job.RunState;
import org.beeyard.result.Halving.Next;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HalvingTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 50, 99, 100})
    void finds_the_first_bad_point_in_as_many_steps_as_halving_takes(int culprit) {
        Halving range = new Halving(0, 100);
        int steps = 0;
        while (range.next() instanceof Next.Try(int point)) {
            range = range.after(point, point >= culprit ? RunState.FAILED : RunState.PASSED);
            steps++;
        }
        assertThat(range.next()).isEqualTo(new Next.Found(culprit));
        assertThat(steps).isLessThanOrEqualTo(7);
    }

    @Test
    void learns_nothing_from_a_step_that_could_not_be_tested() {
        assertThat(new Halving(0, 4).after(2, RunState.ERROR)).isEqualTo(new Halving(0, 4));
    }
}
