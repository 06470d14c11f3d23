package org.beeyard.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** A folder with lists that somebody else wrote: only its own files are read, and only so much of each. */
record ListFolder(Path folder) {

    private static final int MOST_BYTES = 1 << 20;

    /** @param name one of ours, never what a list says */
    Optional<String> read(String name) {
        return read(name, MOST_BYTES).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    Optional<byte[]> read(String name, int most) {
        Path file = folder.resolve(name);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(in.readNBytes(most));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
