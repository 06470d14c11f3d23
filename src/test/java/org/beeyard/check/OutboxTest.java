package org.beeyard.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.scheduler.Scheduler;
import io.quarkus.scheduler.Trigger;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.beeyard.IdleFarm;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(IdleFarm.class)
class OutboxTest {

    @Inject
    Scheduler scheduler;

    @Test
    void has_a_loop_for_each_destination_so_that_none_waits_for_another() {
        assertThat(scheduler.getScheduledJobs())
                .extracting(Trigger::getId)
                .filteredOn(name -> name.startsWith("outbox"))
                .containsExactlyInAnyOrder("outbox-patchwork", "outbox-github", "outbox-mail");
    }
}
