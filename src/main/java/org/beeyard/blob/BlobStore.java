package org.beeyard.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes by their SHA-256. A blob that {@link #put} returned is durable. An IOException says that the store is broken,
 * full or out of reach; a blob that is not there is a value, and so is a digest that cannot be one.
 */
public interface BlobStore extends AutoCloseable {

    /** @param sha256 64 hexadecimal digits in lower case */
    record Blob(String sha256, long size) {
        public Blob {
            if (!Digest.isDigest(sha256)) {
                throw new IllegalArgumentException("not a SHA-256: " + sha256);
            }
        }
    }

    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    Blob put(Writer content) throws IOException;

    /** @throws WrongDigest when the bytes are not those of {@code sha256}; nothing is kept then */
    Blob put(String sha256, InputStream content, long limit) throws IOException, WrongDigest;

    Optional<InputStream> open(String sha256) throws IOException;

    /** @throws java.io.UncheckedIOException as the others throw an IOException */
    boolean has(String sha256);

    /**
     * Whether it is there; if so, it stays for the grace time, so that who asked may name it as if it had been stored just
     * now. So does what was stored.
     */
    boolean keep(String sha256) throws IOException;

    /**
     * Shows the blobs whose digests begin so, one after the other.
     *
     * @param prefix two hexadecimal digits in lower case
     * @param before when they were stored, by the store's clock
     */
    void each(String prefix, Instant before, Visitor visitor) throws IOException;

    interface Visitor {
        void see(Blob blob) throws IOException;
    }

    /**
     * Whose store it is: of whoever asked first.
     *
     * @param asking a name of at most 100 letters
     */
    String owner(String asking) throws IOException;

    /** For the sweep alone, which knows that nobody needs it. */
    void remove(String sha256) throws IOException;

    /**
     * Where whoever knows the address may fetch the blob for some minutes, without credentials; whether it is there shows
     * then. Empty when this store only gives bytes itself.
     */
    default Optional<URI> link(String sha256) throws IOException {
        return Optional.empty();
    }

    /**
     * Where whoever knows the place may put this one blob for some minutes, without credentials: any other bytes, or more
     * or fewer, are refused there, and not noticed here. Empty when this store only takes bytes itself.
     */
    default Optional<Place> place(String sha256, long size) throws IOException {
        return Optional.empty();
    }

    /** @param headers to be sent with the PUT, besides the length */
    record Place(URI uri, Map<String, String> headers) {
        public Place {
            headers = Map.copyOf(headers);
        }
    }

    @Override
    default void close() {}

    /** The bytes sent are not the ones announced, or more than allowed. */
    final class WrongDigest extends Exception {
        private static final long serialVersionUID = 1;

        public WrongDigest(String message) {
            super(message);
        }
    }
}
