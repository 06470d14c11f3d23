package org.beeyard.tree.jgit;

import java.io.IOException;
import java.nio.file.Path;
import org.beeyard.tree.KernelTrees;

/** Kernel trees without a farm around them. */
final class TestTrees {

    private TestTrees() {}

    static KernelTrees in(Path repository) throws IOException {
        Store store = new Store(() -> repository);
        return new JGitKernelTrees(store, new Adoption(store));
    }
}
