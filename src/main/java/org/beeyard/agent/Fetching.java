package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** An attempt's inputs, from the node where it has them, else from the farm. */
final class Fetching {

    private final FarmClient farm;
    private final NodeBlobs node;

    Fetching(FarmClient farm, NodeBlobs node) {
        this.farm = farm;
        this.node = node;
    }

    void fetch(String sha256, Path to) throws IOException, InterruptedException {
        Optional<Path> here = node.find(sha256);
        if (here.isPresent()) {
            Files.copy(here.get(), to, StandardCopyOption.REPLACE_EXISTING);
            if (Digests.of(to).equals(sha256)) {
                return;
            }
            // somebody's disk is bad, or somebody's hands were in it: the farm has the true one
        }
        farm.download(sha256, to);
        node.keep(sha256, to);
    }

    /** Keeps a file of ours for the next pods of this node. */
    void keep(String sha256, Path file) throws IOException {
        node.keep(sha256, file);
    }
}
