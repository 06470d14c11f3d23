package org.beeyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.beeyard.job.AttemptLifecycle.Decision;
import org.beeyard.job.AttemptState.Ended;
import org.beeyard.job.AttemptState.Running;
import org.beeyard.job.AttemptState.Starting;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.junit.jupiter.api.Test;

class AttemptLifecycleTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant MORNING = NOON.minusSeconds(7200);
    private static final Instant EVENING = NOON.plusSeconds(36_000);

    @Test
    void launches_at_once_what_a_farm_that_died_had_only_claimed() {
        assertThat(after(new Starting(NOON.minusSeconds(1), EVENING), new Sighting.Absent(), NOON))
                .isEqualTo(new Decision.Launch());
    }

    @Test
    void does_not_launch_what_this_farm_is_about_to_launch() {
        assertThat(after(new Starting(NOON.minusSeconds(1), EVENING), new Sighting.Absent(), MORNING))
                .isEqualTo(new Decision.Wait());
    }

    @Test
    void gives_up_an_agent_that_never_reports() {
        assertThat(reason(after(new Starting(NOON.minusSeconds(400), EVENING), new Sighting.Alive(), MORNING)))
                .isEqualTo(InfraReason.START_TIMEOUT);
    }

    @Test
    void blames_the_patch_for_a_kernel_that_says_nothing_only_where_its_bases_speaks() {
        Ended silent = new Ended(NOON, Ending.ERROR, Optional.of(InfraReason.BOOT_FAILED), "No kernel came up.");
        assertThat(AttemptLifecycle.jobAfter(Attempt.Purpose.RETRY, silent, () -> true))
                .isEqualTo(JobState.FAILED);
        assertThat(AttemptLifecycle.jobAfter(Attempt.Purpose.RETRY, silent, () -> false))
                .isEqualTo(JobState.ERROR);
        Ended lost = new Ended(NOON, Ending.ERROR, Optional.of(InfraReason.NO_MANIFEST), "Gone.");
        assertThat(AttemptLifecycle.jobAfter(Attempt.Purpose.RETRY, lost, () -> true))
                .isEqualTo(JobState.ERROR);
    }

    @Test
    void keeps_failures_that_a_rerun_could_not_confirm() {
        Ended lost = new Ended(NOON, Ending.ERROR, Optional.of(InfraReason.NO_MANIFEST), "Gone.");
        assertThat(AttemptLifecycle.jobAfter(Attempt.Purpose.CONFIRM, lost, () -> false))
                .isEqualTo(JobState.FAILED);
    }

    @Test
    void calls_a_vanished_agent_an_error_and_never_a_success() {
        Running running = new Running(MORNING, NOON, EVENING);
        assertThat(reason(after(running, new Sighting.Absent(), MORNING))).isEqualTo(InfraReason.NO_MANIFEST);
        assertThat(reason(after(running, new Sighting.Exited("exit 0"), MORNING)))
                .isEqualTo(InfraReason.NO_MANIFEST);
    }

    @Test
    void misses_heartbeats_only_while_the_farm_was_there_to_hear_them() {
        Running silent = new Running(MORNING, NOON.minusSeconds(3600), EVENING);
        assertThat(reason(after(silent, new Sighting.Alive(), MORNING))).isEqualTo(InfraReason.HEARTBEAT_LOST);
        assertThat(after(silent, new Sighting.Alive(), NOON.minusSeconds(5))).isEqualTo(new Decision.Wait());
    }

    @Test
    void stops_an_attempt_at_its_deadline() {
        Decision decision = after(new Running(MORNING, NOON, NOON.minusSeconds(1)), new Sighting.Alive(), MORNING);
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.End.class,
                        end -> assertThat(end.ended().ending()).isEqualTo(Ending.TIMED_OUT));
    }

    @Test
    void leaves_nothing_behind_of_what_has_ended() {
        Ended ended = new Ended(NOON, Ending.CANCELLED, Optional.empty(), "");
        assertThat(after(ended, new Sighting.Alive(), MORNING)).isEqualTo(new Decision.CleanUp());
        assertThat(after(ended, new Sighting.Absent(), MORNING)).isEqualTo(new Decision.Wait());
    }

    private static Decision after(AttemptState state, Sighting seen, Instant farmSince) {
        return AttemptLifecycle.after(state, seen, NOON, farmSince);
    }

    private static InfraReason reason(Decision decision) {
        return ((Decision.End) decision).ended().reason().orElseThrow();
    }
}
