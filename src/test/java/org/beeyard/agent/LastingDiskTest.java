package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastingDiskTest {

    @TempDir
    Path folder;

    private final Disk disk = new LastingDisk();

    @Test
    void keeps_what_is_there() throws Exception {
        disk.keep(Files.createDirectories(folder.resolve("a/b")));
        disk.keepNames(folder);
    }

    @Test
    void says_what_it_could_not_keep() {
        assertThatThrownBy(() -> disk.keep(folder.resolve("gone")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("gone could not be written to the disk: sync: ");
    }
}
