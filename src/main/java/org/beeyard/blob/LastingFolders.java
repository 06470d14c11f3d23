package org.beeyard.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Folders that are there after a loss of power, too: what a folder holds is on the disk when the folder itself is synced, not the file in it. */
final class LastingFolders {

    private final Sync sync;

    interface Sync {
        void of(Path folder) throws IOException;
    }

    LastingFolders(Sync sync) {
        this.sync = sync;
    }

    /** Whoever finds it there may rely on it: so nobody looks while it is being made. */
    synchronized void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = Objects.requireNonNull(folder.getParent(), "the root is there");
        make(parent);
        Files.createDirectories(folder); // another replica may have made it by now
        sync.of(parent);
    }

    /** What was put into it. */
    void keep(Path folder) throws IOException {
        sync.of(folder);
    }

    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
