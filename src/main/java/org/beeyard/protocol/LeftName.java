package org.beeyard.protocol;

/** Names of artifacts by which a failed suite can be run again elsewhere. */
public final class LeftName {

    /** What was laid down for the attempt's guest, but for the selftests and the CI configuration, which the farm has. */
    public static final String GUEST = "guest.tar.zst";

    /** The guest's root. */
    public static final String GUEST_ROOT = "guest-root.tar.zst";

    private LeftName() {}
}
