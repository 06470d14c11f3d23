package org.beeyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.beeyard.job.AttemptState.Ended;
import org.beeyard.protocol.Ending;
import org.junit.jupiter.api.Test;

class JobSentenceTest {

    private static final String CRASHED = "test_progs crashed in ringbuf.";

    @Test
    void tells_a_rerun_that_passed_before_what_it_is_a_rerun_of() {
        assertThat(sentence(Ending.FAILED, Ending.PASSED))
                .isEqualTo("Passed when run again in a fresh VM; at first: test_progs crashed in ringbuf.");
        assertThat(sentence(Ending.TIMED_OUT, Ending.PASSED))
                .isEqualTo("Passed when run again in a fresh VM; at first: test_progs crashed in ringbuf.");
    }

    @Test
    void tells_a_rerun_that_ended_badly_in_another_way() {
        assertThat(sentence(Ending.TIMED_OUT, Ending.FAILED))
                .isEqualTo("Failed when run again in a fresh VM; at first: test_progs crashed in ringbuf.");
        assertThat(sentence(Ending.FAILED, Ending.TIMED_OUT))
                .isEqualTo("Timed out when run again in a fresh VM; at first: test_progs crashed in ringbuf.");
        assertThat(sentence(Ending.FAILED, Ending.CANCELLED))
                .isEqualTo("Cancelled when run again in a fresh VM; at first: test_progs crashed in ringbuf.");
    }

    @Test
    void leaves_the_word_to_the_whole_suite_where_the_rerun_adds_nothing() {
        assertThat(sentence(Ending.FAILED, Ending.FAILED)).isEqualTo(CRASHED);
        assertThat(sentence(Ending.FAILED, Ending.ERROR)).isEqualTo(CRASHED);
    }

    private static String sentence(Ending whole, Ending again) {
        return JobSentence.of(ended(whole, CRASHED), ended(again, "1 tests, none failed."));
    }

    private static Ended ended(Ending ending, String sentence) {
        return new Ended(Instant.EPOCH, ending, Optional.empty(), sentence);
    }
}
