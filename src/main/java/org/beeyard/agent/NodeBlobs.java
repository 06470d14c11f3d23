package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Blobs that a node keeps for the pods on it, files named by their digests. Only attempts without strangers' patches may
 * add; of what does not fit any more the least recently used goes first. Whoever reads checks the digest.
 */
final class NodeBlobs {

    private final Optional<Path> folder;
    private final long most;

    private NodeBlobs(Optional<Path> folder, long most) {
        this.folder = folder;
        this.most = most;
    }

    /**
     * @param folder where they are, none on a node that keeps none
     * @param most bytes that may be kept, when they may be added to
     */
    static NodeBlobs of(@Nullable String folder, @Nullable String most) {
        return new NodeBlobs(Optional.ofNullable(folder).map(Path::of), most == null ? 0 : Long.parseLong(most));
    }

    Optional<Path> find(String sha256) {
        Optional<Path> file = folder.map(f -> f.resolve(sha256)).filter(Files::isRegularFile);
        file.ifPresent(NodeBlobs::touch);
        return file;
    }

    /** Keeps a copy, where that is allowed and has room. What cannot be kept is fetched again: no attempt ends by that. */
    void keep(String sha256, Path content) {
        if (folder.isEmpty() || most == 0 || Files.exists(folder.get().resolve(sha256))) {
            return;
        }
        try {
            copy(folder.get(), sha256, content);
        } catch (IOException e) {
            System.err.println("beeyard agent: the node does not keep blob " + sha256 + ": " + e.getMessage());
        }
    }

    private void copy(Path folder, String sha256, Path content) throws IOException {
        long size = Files.size(content);
        if (size > most) {
            return;
        }
        makeRoom(folder, most - size);
        Path arriving = Files.createTempFile(folder, "arriving", "");
        try {
            Files.copy(content, arriving, StandardCopyOption.REPLACE_EXISTING);
            Files.move(arriving, folder.resolve(sha256), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(arriving);
        }
    }

    /** What pods that were killed left half copied is old too, and goes with the rest. */
    private static void makeRoom(Path folder, long rest) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = new ArrayList<>(
                    all.sorted(Comparator.comparing(NodeBlobs::used)).toList());
        }
        long held = 0;
        for (Path file : files) {
            held += Files.size(file);
        }
        for (Path oldest : files) {
            if (held <= rest) {
                return;
            }
            held -= Files.size(oldest);
            Files.deleteIfExists(oldest); // whoever reads it still has it
        }
    }

    private static FileTime used(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
        } catch (IOException e) {
            // a pod that may only read leaves no trace; those that may add decide what stays
        }
    }
}
