package org.beeyard.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastingFoldersTest {

    @TempDir
    Path top;

    private final List<Path> synced = new ArrayList<>();
    private final LastingFolders folders = new LastingFolders(synced::add);

    @Test
    void are_told_to_the_disk_each_in_the_one_above() throws IOException {
        folders.make(top.resolve("ab/cd"));
        assertThat(top.resolve("ab/cd")).isDirectory();
        assertThat(synced).containsExactly(top, top.resolve("ab"));
    }

    @Test
    void are_told_of_once() throws IOException {
        folders.make(top.resolve("ab/cd"));
        synced.clear();
        folders.make(top.resolve("ab/cd"));
        folders.make(top.resolve("ab/ef"));
        assertThat(synced).containsExactly(top.resolve("ab"));
    }

    @Test
    void are_synced_when_something_was_put_into_them() throws IOException {
        Path folder = Files.createDirectory(top.resolve("ab"));
        folders.keep(folder);
        assertThat(synced).containsExactly(folder);
    }
}
