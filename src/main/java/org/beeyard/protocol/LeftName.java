package org.beeyard.protocol;

/** Names of artifacts that the agent makes and the farm looks for. */
public final class LeftName {

    /** The kernel and all that a guest needs. */
    public static final String VM = "vm.tar.zst";

    /** All that a base's build made, for the builds of series to start from. */
    public static final String OUTPUT = "output.tar.zst";

    /** What was laid down for the guest of an attempt that failed, but for the selftests and the CI configuration, which the farm has. */
    public static final String GUEST = "guest.tar.zst";

    /** The guest's root. */
    public static final String GUEST_ROOT = "guest-root.tar.zst";

    private LeftName() {}
}
