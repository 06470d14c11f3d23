package org.beeyard.agent;

import java.nio.file.Path;

/**
 * Where an agent finds and leaves things.
 *
 * @param work its own, removed afterwards
 * @param cache shared by the agents of this machine
 * @param root the root file system in which builds and QEMU run, and which is the VM's
 * @param rootEach whether {@code root} has a guest's root for each architecture, and builds run in the agent's own
 */
record Places(Path work, Path cache, Path root, boolean rootEach, Path scripts) {

    Path guest(String arch) {
        return rootEach ? root.resolve(arch) : root;
    }

    Path script(String name) {
        return scripts.resolve(name);
    }
}
