package org.beeyard.protocol;

/** Why an attempt said nothing about the patch. */
public enum InfraReason {
    KVM_UNAVAILABLE,
    IMAGE_PULL,
    UNSCHEDULABLE,
    EVICTED,
    PREEMPTED,
    NODE_LOST,
    OUT_OF_MEMORY,
    DISK_FULL,
    START_TIMEOUT,
    HEARTBEAT_LOST,
    POD_GONE,
    NO_MANIFEST,
    UPLOAD_FAILED,
    REJECTED,
    /** The build root has no QEMU, or one that is too old. */
    QEMU_UNUSABLE,
    /** No kernel came up in all boots of the attempt. A patch is to blame where the base's comes up. */
    BOOT_FAILED,
    /** The agent met something it has no better name for. */
    AGENT_FAILED
}
