package org.beeyard.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBlobStoreTest implements BlobStoreContract {

    @TempDir
    Path folder;

    private final List<String> claimed = new CopyOnWriteArrayList<>();
    private BlobStore store;

    @BeforeEach
    void open() throws IOException {
        store = new FileBlobStore(folder, new Arrivals(folder.resolve("arriving"), Instant.now()), claimed::add);
    }

    @Override
    public BlobStore store() {
        return store;
    }

    @Override
    public List<String> claimed() {
        return claimed;
    }

    @Override
    public long kept() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void gives_and_takes_bytes_itself() throws IOException {
        assertThat(store.link("0".repeat(64))).isEmpty();
        assertThat(store.place("0".repeat(64), 1)).isEmpty();
    }

    @Test
    void clears_what_a_farm_that_died_was_taking() throws IOException {
        Path half = Files.createFile(folder.resolve("arriving/half"));
        Files.setLastModifiedTime(half, FileTime.from(Instant.now().minus(Duration.ofHours(7))));
        open();
        assertThat(kept()).isZero();
    }
}
