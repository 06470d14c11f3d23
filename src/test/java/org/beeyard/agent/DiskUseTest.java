package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskUseTest {

    @TempDir
    private Path folder;

    @Test
    void files_count_wherever_they_are_below_it() throws Exception {
        Files.writeString(folder.resolve("a"), "four");
        Files.writeString(Files.createDirectories(folder.resolve("b/c")).resolve("d"), "123456");
        assertThat(DiskUse.of(folder)).isEqualTo(10);
    }

    @Test
    void what_links_lead_to_does_not() throws Exception {
        Files.writeString(folder.resolve("a"), "four");
        Files.createSymbolicLink(folder.resolve("again"), folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("round"), folder);
        assertThat(DiskUse.of(folder)).isEqualTo(4);
    }

    /** A VM that brings a root of its own comes without selftests. */
    @Test
    void what_is_not_there_takes_no_room() throws Exception {
        assertThat(DiskUse.of(folder.resolve("selftests"))).isZero();
    }
}
