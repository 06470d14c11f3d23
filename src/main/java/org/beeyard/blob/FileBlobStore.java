package org.beeyard.blob;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Blobs as files, two levels of folders by the first digits. Written aside, synced, then moved into place. */
@ApplicationScoped
class FileBlobStore implements BlobStore {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Path folder;
    private final Path arriving;

    FileBlobStore(BlobConfig config) throws IOException {
        this.folder = config.folder();
        this.arriving = folder.resolve("arriving");
        Files.createDirectories(arriving);
        try (var left = Files.list(arriving)) { // of a farm that died while something arrived
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public Blob put(Writer content) throws IOException {
        Path file = Files.createTempFile(arriving, "blob", "");
        try {
            Digesting out = new Digesting(Files.newOutputStream(file));
            try (out) {
                content.writeTo(out);
            }
            String sha256 = out.digest();
            settle(file, sha256);
            return new Blob(sha256, out.size);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public Blob put(String sha256, InputStream content, long limit) throws IOException, WrongDigest {
        Path file = Files.createTempFile(arriving, "blob", "");
        try {
            Digesting out = new Digesting(Files.newOutputStream(file));
            try (out) {
                byte[] buffer = new byte[1 << 16];
                for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                    out.write(buffer, 0, n);
                    if (out.size > limit) {
                        throw new WrongDigest("The blob is larger than the " + limit + " bytes allowed.");
                    }
                }
            }
            String actual = out.digest();
            if (!actual.equals(sha256)) {
                throw new WrongDigest("The bytes sent have the digest " + actual + ", not " + sha256 + ".");
            }
            settle(file, sha256);
            return new Blob(sha256, out.size);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void settle(Path file, String sha256) throws IOException {
        Path place = place(sha256);
        if (Files.exists(place)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.createDirectories(place.getParent());
        Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folderOfIt = FileChannel.open(place.getParent(), StandardOpenOption.READ)) {
            folderOfIt.force(true);
        }
    }

    @Override
    public Optional<InputStream> open(String sha256) throws IOException {
        Path place = place(sha256);
        return Files.exists(place) ? Optional.of(Files.newInputStream(place)) : Optional.empty();
    }

    @Override
    public boolean has(String sha256) {
        return DIGEST.matcher(sha256).matches() && Files.exists(place(sha256));
    }

    private Path place(String sha256) {
        if (!DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException("not a SHA-256: " + sha256);
        }
        return folder.resolve(sha256.substring(0, 2))
                .resolve(sha256.substring(2, 4))
                .resolve(sha256);
    }

    private static final class Digesting extends FilterOutputStream {

        private final MessageDigest digest;
        private long size;

        Digesting(OutputStream out) {
            super(new BufferedOutputStream(out, 1 << 16));
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Java without SHA-256", e);
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            digest.update(bytes, from, length);
            size += length;
        }

        String digest() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
