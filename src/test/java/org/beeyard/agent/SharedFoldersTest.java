package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that agents share, some of which are killed. */
class SharedFoldersTest {

    private static final Duration LONG_AGO = Duration.ofDays(2);

    @TempDir
    Path room;

    private final RecordedDisk disk = new RecordedDisk();
    private SharedFolders folders;

    @BeforeEach
    void folders() {
        folders = new SharedFolders(room, disk);
    }

    @Test
    void what_has_its_name_is_on_the_disk() throws Exception {
        fill("a");
        fill("a");
        assertThat(disk.kept).containsExactly("a.new with file", "the name a");
    }

    @Test
    void what_is_there_is_not_filled_again() throws Exception {
        fill("a");
        Path again = folders.filled("a", empty -> {
            throw new AssertionError("it is there");
        });
        assertThat(again.resolve("file")).hasContent("of a");
        assertThat(folders.find("a")).contains(again);
        assertThat(folders.find("b")).isEmpty();
    }

    @Test
    void of_more_than_six_those_go_that_nobody_has_used_for_long() throws Exception {
        for (int i = 1; i <= 8; i++) {
            fill("n" + i);
        }
        for (int i = 2; i <= 8; i++) {
            age(room.resolve("n" + i), LONG_AGO.minusHours(i));
        }
        age(room.resolve("n1"), Duration.ofHours(5));
        fill("newest");
        assertThat(names()).containsExactly("n1", "n5", "n6", "n7", "n8", "newest");
    }

    @Test
    void what_is_being_taken_up_stays() throws Exception {
        sixAndAnOldOne();
        try (FileChannel channel = FileChannel.open(
                        room.resolve("old.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            fill("newest");
        }
        assertThat(room.resolve("old/file")).hasContent("of old");
    }

    @Test
    void what_killed_agents_left_half_filled_or_half_removed_goes() throws Exception {
        write("half.new/file");
        write("removed.gone/file");
        fill("newest");
        assertThat(names()).containsExactly("newest");
    }

    @Test
    void what_another_one_is_filling_stays() throws Exception {
        Path other = write("other.new/file");
        try (FileChannel channel = FileChannel.open(
                        room.resolve("other.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            fill("newest");
        }
        assertThat(other).exists();
    }

    @Test
    void what_is_half_filled_is_not_whole() throws Exception {
        write("a.new/leaf");
        assertThat(folders.find("a")).isEmpty();
        assertThat(fill("a").resolve("leaf")).doesNotExist();
    }

    @Test
    void what_cannot_be_removed_now_ends_nothing_and_goes_the_next_time() throws Exception {
        sixAndAnOldOne();
        write("old.gone/file"); // in the way of its new name
        assertThat(fill("newest").resolve("file")).hasContent("of newest");
        assertThat(room.resolve("old/file")).hasContent("of old");
        fill("next");
        assertThat(names()).doesNotContain("old", "old.gone");
    }

    private void sixAndAnOldOne() throws Exception {
        for (String name : List.of("a", "b", "c", "d", "e", "f")) {
            fill(name);
        }
        fill("old");
        age(room.resolve("old"), LONG_AGO);
    }

    private Path fill(String name) throws Exception {
        return folders.filled(name, empty -> Files.writeString(empty.resolve("file"), "of " + name));
    }

    private Path write(String file) throws IOException {
        Path path = room.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, "left");
    }

    private static void age(Path place, Duration since) throws IOException {
        Files.setLastModifiedTime(place, FileTime.from(Instant.now().minus(since)));
    }

    /** Says in which state it was asked to keep something. */
    private final class RecordedDisk implements Disk {

        private final List<String> kept = new ArrayList<>();

        @Override
        public void keep(Path folder) throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(file -> kept.add(folder.getFileName() + " with " + file.getFileName()));
            }
        }

        @Override
        public void keepNames(Path folder) throws IOException {
            assertThat(folder).isEqualTo(room);
            names().forEach(name -> kept.add("the name " + name));
        }
    }

    /** Of what takes room. */
    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(room)) {
            return all.map(p -> p.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock"))
                    .sorted()
                    .toList();
        }
    }
}
