package org.beeyard.blob;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.beeyard.blob.BlobStore.Blob;
import org.beeyard.blob.BlobStore.WrongDigest;

/** The folder where bytes wait until their digest is known. */
final class Arrivals {

    /** Beside the blobs: a text that says whose they are. */
    static final String OWNER = "owner";

    private static final int BUFFER = 1 << 16;

    private final Path folder;

    /** What is younger may be arriving still, at another replica that shares the folder; the rest is of farms that died. */
    private static final Duration LEFT = Duration.ofHours(6);

    /** @param now when this farm starts */
    Arrivals(Path folder, Instant now) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder);
        FileTime old = FileTime.from(now.minus(LEFT));
        try (var all = Files.list(folder)) {
            for (Path file : all.toList()) {
                if (Files.getLastModifiedTime(file).compareTo(old) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** A file that is gone when this is closed, unless it was moved. */
    record Arrival(Path file, Blob blob) implements Closeable {
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }

    Arrival take(BlobStore.Writer content) throws IOException {
        Path file = Files.createTempFile(folder, "blob", "");
        try {
            Digesting out = new Digesting(Files.newOutputStream(file));
            try (out) {
                content.writeTo(out);
            }
            return new Arrival(file, out.blob());
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** @throws WrongDigest when the bytes are not those of {@code sha256}, or more than {@code limit} */
    Arrival take(String sha256, InputStream content, long limit) throws IOException, WrongDigest {
        if (!Digest.isDigest(sha256)) {
            throw new WrongDigest("A digest is 64 hexadecimal digits in lower case.");
        }
        Arrival arrival = take(out -> {
            byte[] buffer = new byte[BUFFER];
            int n = 0;
            for (long size = 0; n >= 0 && size <= limit; size += n) { // one byte too many is enough to know
                n = content.read(buffer);
                out.write(buffer, 0, Math.max(n, 0));
            }
        });
        Blob blob = arrival.blob();
        if (blob.size() <= limit && blob.sha256().equals(sha256)) {
            return arrival;
        }
        arrival.close();
        throw new WrongDigest(
                blob.size() > limit
                        ? "The blob is larger than the " + limit + " bytes allowed."
                        : "The bytes sent have the digest " + blob.sha256() + ", not " + sha256 + ".");
    }

    private static final class Digesting extends FilterOutputStream {

        private final Digest digest = new Digest();

        Digesting(OutputStream out) {
            super(new BufferedOutputStream(out, BUFFER));
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            digest.update(bytes, from, length);
        }

        Blob blob() {
            long size = digest.size();
            return new Blob(digest.hex(), size);
        }
    }
}
