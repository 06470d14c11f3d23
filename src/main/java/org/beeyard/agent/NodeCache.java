package org.beeyard.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.beeyard.protocol.AttemptSpec.BlobRef;

/**
 * What the agents of a machine share: unpacked sources by digest, and the outputs of base builds. Only base builds add
 * outputs; builds of series see them as lower layers of an overlay, which cannot be written. The least recently used go
 * first.
 */
final class NodeCache {

    private static final int KEPT = 6;

    /** No attempt takes longer: what was taken up since may be somebody's lower layer. */
    private static final Duration IN_USE = Duration.ofHours(6);

    private final Path folder;

    NodeCache(Path folder) {
        this.folder = folder;
    }

    interface Unpacking {
        /** Fills the folder. */
        void into(Path empty) throws IOException, InterruptedException;
    }

    /** The folder of the sources, unpacked by {@code unpacking} if nobody has before. */
    Path sources(BlobRef blob, Unpacking unpacking) throws IOException, InterruptedException {
        Path place = folder.resolve("source").resolve(blob.sha256());
        Files.createDirectories(place.getParent());
        try (FileChannel channel = FileChannel.open(
                        folder.resolve("source").resolve(blob.sha256() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (Files.notExists(place)) {
                Path fresh = folder.resolve("source").resolve(blob.sha256() + ".new");
                delete(fresh);
                Files.createDirectories(fresh);
                unpacking.into(fresh);
                Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
                trim(folder.resolve("source"), place);
            }
            touch(place);
            return place;
        }
    }

    /** What compilers made for base builds, by what they were given: ccache's folder, which keeps to its size by itself. */
    Path compilations() throws IOException {
        return Files.createDirectories(folder.resolve("compiler"));
    }

    /** A base build's layers over the sources and over an empty output folder. */
    record Output(Path source, Path out) {}

    Optional<Output> output(String name) throws IOException {
        Path place = folder.resolve("output").resolve(name);
        if (Files.notExists(place)) {
            return Optional.empty();
        }
        touch(place);
        return Optional.of(new Output(place.resolve("source"), place.resolve("out")));
    }

    /** Takes the layers of a base build over. */
    void keep(String name, Output layers) throws IOException {
        Path fresh = folder.resolve("output").resolve(name + ".new");
        delete(fresh);
        Files.createDirectories(fresh);
        Files.move(layers.source(), fresh.resolve("source"));
        Files.move(layers.out(), fresh.resolve("out"));
        Path place = folder.resolve("output").resolve(name);
        Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        trim(folder.resolve("output"), place);
    }

    private static void trim(Path folder, Path newest) throws IOException {
        List<Path> old;
        try (Stream<Path> all = Files.list(folder)) {
            old = all.filter(p -> Files.isDirectory(p)
                            && !p.equals(newest)
                            && !p.toString().endsWith(".new"))
                    .sorted(Comparator.comparing(NodeCache::used).reversed())
                    .skip(KEPT - 1L)
                    .filter(p -> used(p).toInstant()
                            .isBefore(Instant.ofEpochMilli(System.currentTimeMillis())
                                    .minus(IN_USE)))
                    .toList();
        }
        for (Path place : old) {
            delete(place);
        }
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

    /** Removes a folder with everything in it; an overlay leaves folders behind that even their owner must open first. */
    static void delete(Path place) throws IOException {
        if (Files.notExists(place, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(place, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!Files.isReadable(folder) || !Files.isWritable(folder) || !Files.isExecutable(folder)) {
                    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (Files.isDirectory(file)) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
                    delete(file);
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
