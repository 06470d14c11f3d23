package org.beeyard.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Folders by name that the agents of a machine share, of which the least recently used go first. What has its name is whole: it
 * gets it when it is filled and all of it is on the disk, and loses it before the first of its files is removed, so an agent that
 * is killed, or a power-off, leaves nothing that others take for whole. Each name has a lock, a file that stays.
 */
final class SharedFolders {

    private static final int KEPT = 6;

    /** No attempt takes longer: what was taken up since may be somebody's lower layer. */
    private static final Duration IN_USE = Duration.ofHours(6);

    private static final String NEW = ".new";
    private static final String GONE = ".gone";
    private static final String LOCK = ".lock";

    private final Path room;
    private final Disk disk;

    SharedFolders(Path room, Disk disk) {
        this.room = room;
        this.disk = disk;
    }

    interface Filling {
        /** Fills the folder. */
        void into(Path empty) throws IOException, InterruptedException;
    }

    /** The folder of the name, filled if nobody has before. */
    Path filled(String name, Filling filling) throws IOException, InterruptedException {
        Files.createDirectories(room);
        Path place = room.resolve(name);
        try (FileChannel channel = lockOf(name);
                FileLock lock = channel.lock()) {
            if (Files.exists(place)) {
                touch(place);
                return place;
            }
            Path fresh = room.resolve(name + NEW);
            Removal.of(fresh);
            Files.createDirectories(fresh);
            filling.into(fresh);
            disk.keep(fresh);
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
            disk.keepNames(room);
            touch(place);
        }
        trim(place);
        return place;
    }

    Optional<Path> find(String name) throws IOException {
        Path place = room.resolve(name);
        if (Files.notExists(place)) {
            return Optional.empty();
        }
        try (FileChannel channel = lockOf(name);
                FileLock lock = channel.lock()) {
            if (Files.notExists(place)) {
                return Optional.empty();
            }
            touch(place);
            return Optional.of(place);
        }
    }

    private FileChannel lockOf(String name) throws IOException {
        return FileChannel.open(room.resolve(name + LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** What cannot be removed now can be the next time: no attempt ends by that. */
    private void trim(Path newest) {
        try {
            Instant unused = Instant.ofEpochMilli(System.currentTimeMillis()).minus(IN_USE);
            for (Path old : tooMany(newest)) {
                setAside(old, old.getFileName().toString(), unused);
            }
            for (Path left : ending(NEW)) {
                String name = left.getFileName().toString();
                setAside(left, name.substring(0, name.length() - NEW.length()), Instant.MAX);
            }
            for (Path gone : ending(GONE)) {
                Removal.of(gone);
            }
        } catch (IOException e) {
            complain(e);
        }
    }

    private List<Path> tooMany(Path newest) throws IOException {
        try (Stream<Path> all = Files.list(room)) {
            return all.filter(p -> Files.isDirectory(p)
                            && !p.equals(newest)
                            && !p.toString().endsWith(NEW)
                            && !p.toString().endsWith(GONE))
                    .sorted(Comparator.comparing(SharedFolders::used).reversed())
                    .skip(KEPT - 1L)
                    .toList();
        }
    }

    private List<Path> ending(String suffix) throws IOException {
        try (Stream<Path> all = Files.list(room)) {
            return all.filter(p -> p.toString().endsWith(suffix)).toList();
        }
    }

    /** Takes its name away, unless somebody has the lock: then it is being filled or taken up, or another one is about it. */
    private void setAside(Path place, String name, Instant unused) {
        try (FileChannel channel = lockOf(name);
                FileLock lock = channel.tryLock()) {
            if (lock != null && used(place).toInstant().isBefore(unused)) {
                Files.move(place, room.resolve(place.getFileName() + GONE), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (OverlappingFileLockException | NoSuchFileException e) {
            // somebody in this process has it; or another one was faster
        } catch (IOException e) {
            complain(e);
        }
    }

    private void complain(IOException e) {
        System.err.println("beeyard agent: the cache's folder " + room.getFileName() + " could not be trimmed: " + e);
    }

    private static FileTime used(Path place) {
        try {
            return Files.getLastModifiedTime(place);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private static void touch(Path place) throws IOException {
        Files.setLastModifiedTime(place, FileTime.from(Instant.ofEpochMilli(System.currentTimeMillis())));
    }
}
