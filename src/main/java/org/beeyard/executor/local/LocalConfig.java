package org.beeyard.executor.local;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** How attempts run on this machine. */
@ConfigMapping(prefix = "beeyard.local")
public interface LocalConfig {

    /** The build and VM root, as {@code vm-images/make-root} makes it. */
    @WithDefault("${beeyard.home}/root/trixie")
    Path root();

    /** Roots of VMs of other architectures, one a folder, as {@code vm-images/make-guest} makes them. */
    @WithDefault("${beeyard.home}/root/guests")
    Path guests();

    /** Work folders of attempts. */
    @WithDefault("${beeyard.home}/work")
    Path work();

    /** What attempts share. */
    @WithDefault("${beeyard.home}/cache")
    Path cache();

    /** Copies of the program and of the scripts, readable for the user that runs attempts. */
    @WithDefault("${beeyard.home}/runtime")
    Path runtime();

    /** The user and group number that attempts run as when the farm itself is root. */
    @WithDefault("60900")
    int uid();

    /**
     * Whether attempts may run without a user namespace of their own, for hosts that forbid them. The farm must be root, and
     * a patch that breaks out of its sandbox is then on the host.
     */
    @WithDefault("false")
    boolean trustPatches();

    /** Where agents find the farm; by default this host's port. */
    Optional<String> farmUrl();
}
