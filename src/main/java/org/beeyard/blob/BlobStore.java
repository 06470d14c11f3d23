package org.beeyard.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Bytes by their SHA-256. A blob that {@link #put} returned is durable. An IOException says that the store is broken or
 * full; a blob that is not there is a value.
 */
public interface BlobStore {

    /** @param sha256 64 hexadecimal digits in lower case */
    record Blob(String sha256, long size) {}

    interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    Blob put(Writer content) throws IOException;

    /** @throws WrongDigest when the bytes are not those of {@code sha256}; nothing is kept then */
    Blob put(String sha256, InputStream content, long limit) throws IOException, WrongDigest;

    Optional<InputStream> open(String sha256) throws IOException;

    boolean has(String sha256);

    /** The bytes sent are not the ones announced, or more than allowed. */
    final class WrongDigest extends Exception {
        private static final long serialVersionUID = 1;

        public WrongDigest(String message) {
            super(message);
        }
    }
}
