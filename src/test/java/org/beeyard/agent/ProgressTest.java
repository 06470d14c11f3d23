package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.beeyard.protocol.Heartbeat;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void says_how_much_is_to_come_until_that_was_too_little() {
        Progress progress = new Progress();
        progress.step("building", 1);
        progress.unitDone();
        assertThat(progress.heartbeat()).isEqualTo(new Heartbeat("building", 1, 1));
        progress.unitDone();
        assertThat(progress.heartbeat()).isEqualTo(new Heartbeat("building", 2, 0));
    }
}
