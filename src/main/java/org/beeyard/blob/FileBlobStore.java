package org.beeyard.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.beeyard.blob.Arrivals.Arrival;

/** Blobs as files, two levels of folders by the first digits. Written aside, synced, then moved into place. */
final class FileBlobStore implements BlobStore {

    private final Path folder;
    private final Arrivals arrivals;

    FileBlobStore(Path folder, Arrivals arrivals) {
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
        Path place = file(arrival.blob().sha256());
        if (Files.exists(place)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(arrival.file(), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.createDirectories(place.getParent());
        Files.move(arrival.file(), place, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folderOfIt = FileChannel.open(place.getParent(), StandardOpenOption.READ)) {
            folderOfIt.force(true);
        }
    }

    @Override
    public Optional<InputStream> open(String sha256) throws IOException {
        return has(sha256) ? Optional.of(Files.newInputStream(file(sha256))) : Optional.empty();
    }

    @Override
    public boolean has(String sha256) {
        return Digest.isDigest(sha256) && Files.exists(file(sha256));
    }

    private Path file(String sha256) {
        return folder.resolve(sha256.substring(0, 2))
                .resolve(sha256.substring(2, 4))
                .resolve(sha256);
    }
}
