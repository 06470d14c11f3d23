package org.beeyard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
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
    private static final Sighting ABSENT =
            new Sighting.Absent(InfraReason.NO_MANIFEST, "The agent is gone and left no manifest.");
    private static final Instant EVENING = NOON.plusSeconds(36_000);

    @Test
    void launches_at_once_what_a_farm_that_died_had_only_claimed() {
        assertThat(after(new Starting(NOON.minusSeconds(1), EVENING), ABSENT, NOON))
                .isEqualTo(new Decision.Launch(NOON.minusSeconds(1)));
    }

    @Test
    void does_not_launch_what_this_farm_is_about_to_launch() {
        assertThat(after(new Starting(NOON.minusSeconds(1), EVENING), ABSENT, MORNING))
                .isEqualTo(new Decision.Wait());
    }

    @Test
    void gives_up_an_agent_that_never_reports() {
        assertThat(reason(after(
                        new Starting(NOON.minusSeconds(400), NOON.minusSeconds(100)), new Sighting.Alive(""), MORNING)))
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
    void knows_nothing_of_a_suite_of_which_one_vm_says_nothing() {
        assertThat(AttemptLifecycle.together(List.of(JobState.PASSED, JobState.FAILED)))
                .isEqualTo(JobState.FAILED);
        assertThat(AttemptLifecycle.together(List.of(JobState.FAILED, JobState.TIMED_OUT)))
                .isEqualTo(JobState.TIMED_OUT);
        assertThat(AttemptLifecycle.together(List.of(JobState.FAILED, JobState.ERROR, JobState.TIMED_OUT)))
                .isEqualTo(JobState.ERROR);
        assertThat(AttemptLifecycle.together(List.of(JobState.PASSED, JobState.PASSED)))
                .isEqualTo(JobState.PASSED);
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
        assertThat(reason(after(running, ABSENT, MORNING))).isEqualTo(InfraReason.NO_MANIFEST);
        assertThat(reason(after(running, new Sighting.Exited("exit 0"), MORNING)))
                .isEqualTo(InfraReason.NO_MANIFEST);
    }

    @Test
    void misses_heartbeats_only_while_the_farm_was_there_to_hear_them() {
        Running silent = new Running(MORNING, NOON.minusSeconds(3600), EVENING);
        assertThat(reason(after(silent, new Sighting.Alive(""), MORNING))).isEqualTo(InfraReason.HEARTBEAT_LOST);
        assertThat(after(silent, new Sighting.Alive(""), NOON.minusSeconds(5))).isEqualTo(new Decision.Wait());
    }

    @Test
    void tells_what_a_pod_waits_for_until_its_time_to_start_is_over() {
        Sighting unplaced = new Sighting.Waiting(InfraReason.UNSCHEDULABLE, "0/3 nodes are available", false);
        assertThat(after(new Starting(NOON.minusSeconds(400), EVENING), unplaced, MORNING))
                .isEqualTo(new Decision.Note("waiting: 0/3 nodes are available"));
        assertThat(reason(after(new Starting(MORNING, NOON.minusSeconds(1)), unplaced, MORNING)))
                .isEqualTo(InfraReason.UNSCHEDULABLE);
        assertThat(after(new Starting(MORNING, NOON.minusSeconds(1)), unplaced, NOON.minusSeconds(5)))
                .as("a farm that has just come up looks around first")
                .isEqualTo(new Decision.Note("waiting: 0/3 nodes are available"));
    }

    @Test
    void gives_what_another_queue_holds_all_the_time_that_it_takes() {
        Sighting held = new Sighting.Held("The Job is suspended.");
        assertThat(after(new Starting(MORNING, NOON.minusSeconds(1)), held, MORNING))
                .isEqualTo(new Decision.Hold("waiting: The Job is suspended."));
    }

    @Test
    void calls_preempted_what_another_queue_holds_again_while_it_runs() {
        Decision decision =
                after(new Running(MORNING, NOON.minusSeconds(30), EVENING), new Sighting.Held("It is held."), MORNING);
        assertThat(decision)
                .isEqualTo(new Decision.End(new Ended(
                        NOON,
                        Ending.ERROR,
                        Optional.of(InfraReason.PREEMPTED),
                        "The attempt was preempted: It is held.")));
    }

    @Test
    void believes_an_agent_that_was_just_heard_more_than_a_look_that_may_be_older() {
        assertThat(after(
                        new Running(MORNING, NOON.minusSeconds(10), EVENING),
                        new Sighting.Held("It is held."),
                        MORNING))
                .isEqualTo(new Decision.Wait());
    }

    @Test
    void uses_up_no_attempt_while_the_place_cannot_be_asked() {
        Sighting unseen = new Sighting.Unseen("the cluster's API server cannot be asked");
        assertThat(after(new Starting(MORNING, NOON.minusSeconds(1)), unseen, MORNING))
                .isEqualTo(new Decision.Hold("waiting: the cluster's API server cannot be asked"));
    }

    @Test
    void goes_by_heartbeats_alone_while_the_place_cannot_be_asked() {
        Sighting unseen = new Sighting.Unseen("the cluster's API server cannot be asked");
        assertThat(after(new Running(MORNING, NOON.minusSeconds(10), EVENING), unseen, MORNING))
                .isEqualTo(new Decision.Wait());
        assertThat(reason(after(new Running(MORNING, NOON.minusSeconds(100), EVENING), unseen, MORNING)))
                .isEqualTo(InfraReason.HEARTBEAT_LOST);
    }

    @Test
    void waits_two_minutes_for_an_image_and_not_at_all_for_what_cannot_be_one() {
        Sighting pulling = new Sighting.Waiting(InfraReason.IMAGE_PULL, "ImagePullBackOff", false);
        assertThat(after(new Starting(NOON.minusSeconds(60), EVENING), pulling, MORNING))
                .isEqualTo(new Decision.Note("waiting: ImagePullBackOff"));
        assertThat(reason(after(new Starting(NOON.minusSeconds(130), EVENING), pulling, MORNING)))
                .isEqualTo(InfraReason.IMAGE_PULL);
        Sighting never = new Sighting.Waiting(InfraReason.IMAGE_PULL, "InvalidImageName", true);
        assertThat(reason(after(new Starting(NOON.minusSeconds(1), EVENING), never, MORNING)))
                .isEqualTo(InfraReason.IMAGE_PULL);
    }

    @Test
    void waits_two_minutes_for_an_image_from_when_a_node_has_the_pod() {
        Starting held = new Starting(MORNING, EVENING);
        assertThat(after(held, pulling(NOON.minusSeconds(60)), MORNING))
                .isEqualTo(new Decision.Note("waiting: ImagePullBackOff"));
        assertThat(reason(after(held, pulling(NOON.minusSeconds(130)), MORNING)))
                .isEqualTo(InfraReason.IMAGE_PULL);
    }

    @Test
    void says_what_speaks_against_an_agent_that_is_not_heard() {
        Decision decision = after(
                new Running(MORNING, NOON.minusSeconds(100), EVENING),
                new Sighting.Alive("the pod p on node n is not ready"),
                MORNING);
        assertThat(((Decision.End) decision).ended().sentence())
                .isEqualTo("The agent has not been heard for 100 s; the pod p on node n is not ready.");
    }

    @Test
    void stops_an_attempt_at_its_deadline() {
        Decision decision = after(new Running(MORNING, NOON, NOON.minusSeconds(1)), new Sighting.Alive(""), MORNING);
        assertThat(decision)
                .isInstanceOfSatisfying(
                        Decision.End.class,
                        end -> assertThat(end.ended().ending()).isEqualTo(Ending.TIMED_OUT));
    }

    @Test
    void leaves_nothing_behind_of_what_has_ended() {
        Ended ended = new Ended(NOON, Ending.CANCELLED, Optional.empty(), "");
        assertThat(after(ended, new Sighting.Alive(""), MORNING)).isEqualTo(new Decision.CleanUp());
        assertThat(after(ended, ABSENT, MORNING)).isEqualTo(new Decision.Wait());
    }

    private static Sighting pulling(Instant since) {
        return new Sighting.Waiting(InfraReason.IMAGE_PULL, "ImagePullBackOff", false, since);
    }

    private static Decision after(AttemptState state, Sighting seen, Instant farmSince) {
        return AttemptLifecycle.after(state, seen, NOON, farmSince);
    }

    private static InfraReason reason(Decision decision) {
        return ((Decision.End) decision).ended().reason().orElseThrow();
    }
}
