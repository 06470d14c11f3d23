package org.beeyard.agent;

import java.nio.file.Path;

/**
 * Where an agent finds and leaves things.
 *
 * @param work its own, removed afterwards
 * @param cache shared by the agents of this machine
 * @param root the root file system in which builds and QEMU run, and which is the VM's
 */
record Places(Path work, Path cache, Path root, Path scripts) {

    Path script(String name) {
        return scripts.resolve(name);
    }
}
