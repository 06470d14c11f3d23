package org.beeyard.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.beeyard.blob.Arrivals.Arrival;

/** Blobs as files, two levels of folders by the first digits. Written aside, synced, then moved into place. */
final class FileBlobStore implements BlobStore {

    private final Path folder;
    private final Arrivals arrivals;
    private final Claims claims;
    private final LastingFolders folders = new LastingFolders(LastingFolders::force);

    FileBlobStore(Path folder, Arrivals arrivals, Claims claims) {
        this.claims = claims;
        this.folder = folder;
        this.arrivals = arrivals;
    }

    @Override
    public Blob put(Writer content) throws IOException {
        try (Arrival arrival = arrivals.take(content)) {
            settle(arrival);
            return arrival.blob();
        }
    }

    @Override
    public Blob put(String sha256, InputStream content, long limit) throws IOException, WrongDigest {
        try (Arrival arrival = arrivals.take(sha256, content, limit)) {
            settle(arrival);
            return arrival.blob();
        }
    }

    private void settle(Arrival arrival) throws IOException {
        claims.claim(arrival.blob().sha256());
        Path place = file(arrival.blob().sha256());
        if (Files.exists(place)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(arrival.file(), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Path folder = Objects.requireNonNull(place.getParent(), "of two levels");
        folders.make(folder);
        Files.move(arrival.file(), place, StandardCopyOption.ATOMIC_MOVE);
        folders.keep(folder);
    }

    @Override
    public Optional<InputStream> open(String sha256) throws IOException {
        return has(sha256) ? Optional.of(Files.newInputStream(file(sha256))) : Optional.empty();
    }

    @Override
    public boolean has(String sha256) {
        return Digest.isDigest(sha256) && Files.exists(file(sha256));
    }

    @Override
    public boolean keep(String sha256) throws IOException {
        if (!Digest.isDigest(sha256)) {
            return false;
        }
        claims.claim(sha256);
        return has(sha256);
    }

    @Override
    public void each(String prefix, Instant before, Visitor visitor) throws IOException {
        Path first = folder.resolve(prefix);
        if (Files.notExists(first)) {
            return;
        }
        FileTime old = FileTime.from(before);
        try (DirectoryStream<Path> seconds = Files.newDirectoryStream(first)) {
            for (Path second : seconds) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(second)) {
                    for (Path file : files) {
                        show(file, old, visitor);
                    }
                }
            }
        }
    }

    private static void show(Path file, FileTime old, Visitor visitor) throws IOException {
        BasicFileAttributes is;
        try {
            is = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException _) {
            return;
        }
        String name = file.getFileName().toString();
        if (is.lastModifiedTime().compareTo(old) < 0 && Digest.isDigest(name)) {
            visitor.see(new Blob(name, is.size()));
        }
    }

    @Override
    public String owner(String asking) throws IOException {
        Path owner = folder.resolve(Arrivals.OWNER);
        if (Files.notExists(owner)) {
            try (Arrival arrival = arrivals.take(out -> out.write(asking.getBytes(StandardCharsets.UTF_8)))) {
                Files.move(arrival.file(), owner, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return Files.readString(owner).strip();
    }

    @Override
    public void remove(String sha256) throws IOException {
        Files.deleteIfExists(file(sha256));
    }

    private Path file(String sha256) {
        return folder.resolve(sha256.substring(0, 2))
                .resolve(sha256.substring(2, 4))
                .resolve(sha256);
    }
}
