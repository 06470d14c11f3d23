package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.beeyard.protocol.AttemptSpec.BlobRef;

/**
 * What the agents of a machine share: unpacked sources by digest, and the outputs of base builds. Only base builds add
 * outputs; builds of series see them as lower layers of an overlay, which cannot be written.
 */
final class NodeCache {

    private final Path folder;
    private final SharedFolders sources;
    private final SharedFolders outputs;

    NodeCache(Places places) {
        this.folder = places.cache();
        Disk disk = places.pod() ? new PassingDisk() : new LastingDisk();
        this.sources = new SharedFolders(folder.resolve("source"), disk);
        this.outputs = new SharedFolders(folder.resolve("output"), disk);
    }

    /** The folder of the sources, unpacked by {@code unpacking} if nobody has before. */
    Path sources(BlobRef blob, SharedFolders.Filling unpacking) throws IOException, InterruptedException {
        return sources.filled(blob.sha256(), unpacking);
    }

    /** What compilers made for base builds, by what they were given: ccache's folder, which keeps to its size by itself. */
    Path compilations() throws IOException {
        return Files.createDirectories(folder.resolve("compiler"));
    }

    /** A base build's layers over the sources and over an empty output folder. */
    record Output(Path source, Path out) {}

    Optional<Output> output(String name) throws IOException {
        return outputs.find(name).map(place -> new Output(place.resolve("source"), place.resolve("out")));
    }

    /** Takes the layers of a base build over. */
    void keep(String name, Output layers) throws IOException, InterruptedException {
        outputs.filled(name, empty -> {
            Files.move(layers.source(), empty.resolve("source"));
            Files.move(layers.out(), empty.resolve("out"));
        });
    }
}
