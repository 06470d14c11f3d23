package org.beeyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.beeyard.job.AttemptState.Ended;
import org.beeyard.protocol.Ending;
import org.junit.jupiter.api.Test;

class AttemptStateTest {

    @Test
    void an_end_has_a_sentence_that_can_be_kept_whatever_a_strangers_program_put_into_it() {
        assertThat(ended("exit code 1 (Error: a\0b\u001b[31m)\n").sentence())
                .isEqualTo("exit code 1 (Error: a\uFFFDb\uFFFD[31m)\n");
        assertThat(ended("x".repeat(1 << 20)).sentence()).hasSize(Ended.LONGEST);
    }

    private static Ended ended(String sentence) {
        return new Ended(Instant.EPOCH, Ending.ERROR, Optional.empty(), sentence);
    }
}
