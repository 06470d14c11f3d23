package org.beeyard.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A blob on its way from the server. Whoever reads it to the end and gets no IOException has read the right bytes; of one
 * that is closed before, the rest is not fetched, if it is much.
 */
final class S3Object extends FilterInputStream {

    private static final int PIECE = 1 << 14;

    /** Costs less than another connection. */
    private static final long LITTLE = 1 << 18;

    private final ResponseInputStream<GetObjectResponse> object;
    private final String sha256;
    private final Digest digest = new Digest();
    private boolean ended;

    S3Object(ResponseInputStream<GetObjectResponse> object, String sha256) {
        super(object);
        this.object = object;
        this.sha256 = sha256;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int n = object.read(bytes, offset, length);
        if (n >= 0) {
            digest.update(bytes, offset, n);
        } else if (!ended) {
            ended = true;
            String actual = digest.hex();
            if (!actual.equals(sha256)) {
                throw new IOException("The store has other bytes for " + sha256 + ", of digest " + actual + ".");
            }
        }
        return n;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] piece = new byte[(int) Math.min(PIECE, Math.max(count, 0))];
        return Math.max(read(piece, 0, piece.length), 0);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        try {
            if (!ended && object.response().contentLength() - digest.size() <= LITTLE) {
                transferTo(OutputStream.nullOutputStream());
            }
        } finally {
            if (ended) {
                object.close();
            } else {
                object.abort();
            }
        }
    }
}
