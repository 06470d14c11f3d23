package org.beeyard.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.beeyard.protocol.HostArch;

/**
 * Where an agent finds and leaves things.
 *
 * @param work its own, removed afterwards
 * @param cache shared by the agents of this machine
 * @param root the root file system in which builds and QEMU run, and which is that of the VMs of this machine's architecture;
 *     the agent's own where there is none
 * @param guests a folder with the root file systems of other VMs, one an architecture
 */
record Places(Path work, Path cache, Optional<Path> root, Path guests, Path scripts) {

    /** Whether all of it goes with the agent. */
    boolean pod() {
        return root.isEmpty();
    }

    Path guest(String arch) {
        return root.filter(ours -> arch.equals(HostArch.name())).orElseGet(() -> guests.resolve(arch));
    }

    /** What is to be said where there is none, a sentence. */
    Optional<String> noGuest(String arch) {
        return Files.isDirectory(guest(arch).resolve("usr"))
                ? Optional.empty()
                : Optional.of("There is no root for guests of " + arch
                        + " here: have it in the emulates: of the pool, and start the farm anew by ./beeyard"
                        + " (in a cluster: make the job image with it).");
    }

    Path script(String name) {
        return scripts.resolve(name);
    }
}
