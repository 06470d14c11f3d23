package org.beeyard.executor.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.beeyard.job.Sighting;
import org.beeyard.protocol.InfraReason;

/** Reads in a Job and its pod how an attempt is. Its words are the cluster's own where it has any. */
final class PodSight {

    private static final Set<String> PULL =
            Set.of("ErrImagePull", "ImagePullBackOff", "ImageInspectError", "RegistryUnavailable");
    private static final Set<String> NO_IMAGE = Set.of("InvalidImageName", "ErrImageNeverPull");
    private static final Set<String> NOT_MADE = Set.of("CreateContainerConfigError", "CreateContainerError");

    private PodSight() {}

    /** Of a Job that has no pod: it has not made it, or it is gone. */
    static Sighting of(Job job) {
        for (JobCondition condition : conditions(job)) {
            if (condition.getType().equals("Failed") && condition.getStatus().equals("True")) {
                return condition.getReason().equals("DeadlineExceeded")
                        ? new Sighting.Broken(InfraReason.START_TIMEOUT, "Kubernetes ended the Job at its deadline.")
                        : new Sighting.Broken(
                                InfraReason.POD_GONE, "The pod is gone: " + words(condition.getMessage()) + ".");
            }
        }
        return suspended(job)
                ? new Sighting.Held("The Job is suspended until its queue lets it start.")
                : new Sighting.Waiting(InfraReason.UNSCHEDULABLE, "The Job has no pod yet.", false);
    }

    static boolean suspended(Job job) {
        return Boolean.TRUE.equals(job.getSpec().getSuspend());
    }

    /** Whether it is being deleted and does not say why, as is the pod of a Job that is suspended while it runs. */
    static boolean leavesUnexplained(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null
                && condition(pod, "DisruptionTarget", "True").isEmpty();
    }

    private static List<JobCondition> conditions(Job job) {
        return job.getStatus() == null || job.getStatus().getConditions() == null
                ? List.of()
                : job.getStatus().getConditions();
    }

    static Sighting of(Pod pod) {
        String where = "pod " + pod.getMetadata().getName()
                + (pod.getSpec().getNodeName() == null
                        ? ""
                        : " on node " + pod.getSpec().getNodeName());
        String phase = pod.getStatus() == null
                ? "Pending"
                : String.valueOf(pod.getStatus().getPhase());
        Optional<PodCondition> disrupted = condition(pod, "DisruptionTarget", "True");
        if (phase.equals("Failed") || phase.equals("Succeeded")) {
            return ended(pod, where, disrupted);
        }
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return new Sighting.Broken(
                    disrupted.map(c -> disruption(c.getReason())).orElse(InfraReason.POD_GONE),
                    "The " + where + " was deleted"
                            + disrupted.map(c -> ": " + words(c.getMessage())).orElse("; not by the farm") + ".");
        }
        if (phase.equals("Running")) {
            return new Sighting.Alive(condition(pod, "Ready", "False")
                    .filter(c -> container(pod)
                            .map(status -> status.getState().getRunning() != null)
                            .orElse(false))
                    .map(c -> "the " + where + " is not ready"
                            + (c.getMessage() == null ? "" : ": " + words(c.getMessage())))
                    .orElse("its " + where + " runs"));
        }
        return waiting(pod, where);
    }

    private static Sighting waiting(Pod pod, String where) {
        Optional<PodCondition> unplaced = condition(pod, "PodScheduled", "False");
        if (unplaced.isPresent()) {
            return new Sighting.Waiting(
                    InfraReason.UNSCHEDULABLE,
                    "Unschedulable: " + words(unplaced.get().getMessage()),
                    false);
        }
        String reason = container(pod)
                .map(ContainerStatus::getState)
                .map(ContainerState::getWaiting)
                .map(w -> words(w.getReason()))
                .orElse("Pending");
        String message = container(pod)
                .map(ContainerStatus::getState)
                .map(ContainerState::getWaiting)
                .map(w -> w.getMessage() == null ? "" : ": " + words(w.getMessage()))
                .orElse("");
        String said = reason + message + " (" + where + ")";
        if (PULL.contains(reason) || NO_IMAGE.contains(reason)) {
            String begun = pod.getStatus().getStartTime();
            return new Sighting.Waiting(
                    InfraReason.IMAGE_PULL,
                    said,
                    NO_IMAGE.contains(reason),
                    begun == null ? Instant.MIN : Instant.parse(begun));
        }
        return new Sighting.Waiting(
                NOT_MADE.contains(reason) ? InfraReason.REJECTED : InfraReason.START_TIMEOUT, said, false);
    }

    private static Sighting ended(Pod pod, String where, Optional<PodCondition> disrupted) {
        String message = words(pod.getStatus().getMessage());
        Optional<io.fabric8.kubernetes.api.model.ContainerStateTerminated> end =
                container(pod).map(ContainerStatus::getState).map(ContainerState::getTerminated);
        if (end.isPresent() && "OOMKilled".equals(end.get().getReason())) {
            return new Sighting.Broken(
                    InfraReason.OUT_OF_MEMORY,
                    "The " + where + " was killed: it used more memory than its pool allows.");
        }
        boolean disk =
                message.contains("ephemeral") || message.contains("emptyDir") || message.contains("DiskPressure");
        if (disrupted.isPresent()) {
            return new Sighting.Broken(
                    disk ? InfraReason.DISK_FULL : disruption(disrupted.get().getReason()),
                    "The " + where + " was stopped: "
                            + (message.isEmpty() ? words(disrupted.get().getMessage()) : message));
        }
        if ("Evicted".equals(pod.getStatus().getReason())) {
            return new Sighting.Broken(
                    disk ? InfraReason.DISK_FULL : InfraReason.EVICTED, "The " + where + " was evicted: " + message);
        }
        if ("DeadlineExceeded".equals(pod.getStatus().getReason())) {
            return new Sighting.Broken(InfraReason.HEARTBEAT_LOST, "The " + where + " passed its deadline.");
        }
        return new Sighting.Exited("the " + where + " ended"
                + end.map(t -> " with exit code " + t.getExitCode()
                                + (t.getMessage() == null
                                        ? ""
                                        : " (" + t.getReason() + ": " + words(t.getMessage()) + ")"))
                        .orElse("")
                + (message.isEmpty() ? "" : ", " + message));
    }

    /** The reasons that Kubernetes documents for DisruptionTarget. */
    private static InfraReason disruption(String reason) {
        return switch (reason == null ? "" : reason) {
            case "PreemptionByScheduler" -> InfraReason.PREEMPTED;
            case "DeletionByTaintManager", "DeletionByPodGC" -> InfraReason.NODE_LOST;
            default -> InfraReason.EVICTED;
        };
    }

    private static Optional<ContainerStatus> container(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null
                ? Optional.empty()
                : pod.getStatus().getContainerStatuses().stream()
                        .filter(status -> status.getState() != null)
                        .findFirst();
    }

    private static Optional<PodCondition> condition(Pod pod, String type, String status) {
        return pod.getStatus() == null || pod.getStatus().getConditions() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(c -> c.getType().equals(type) && c.getStatus().equals(status))
                        .findFirst();
    }

    private static String words(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\.$", "");
    }
}
