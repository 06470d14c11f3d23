package org.beeyard.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
        if (here.isPresent() && copied(here.get(), sha256, to)) {
            return;
        }
        farm.download(sha256, to);
        node.keep(sha256, to);
    }

    /** False when somebody's disk is bad, or somebody's hands were in it, or it has just gone: the farm has the true one. */
    private static boolean copied(Path here, String sha256, Path to) {
        try (InputStream in = Files.newInputStream(here)) {
            return Digests.ofCopied(in, to).equals(sha256);
        } catch (IOException e) {
            System.err.println("beeyard agent: the node's blob " + sha256 + " cannot be read: " + e.getMessage());
            return false;
        }
    }

    /** Keeps a file of ours for the next pods of this node. */
    void keep(String sha256, Path file) {
        node.keep(sha256, file);
    }
}
