package org.beeyard.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts of blobs, one after the other, each opened when the one before has been read. */
final class Segments extends InputStream {

    record Part(String sha256, long skip, long length) {}

    interface Opening {
        InputStream open(String sha256) throws IOException;
    }

    private final List<Part> parts;
    private final Opening opening;
    private int next;
    private long left;
    private @Nullable InputStream current;

    Segments(List<Part> parts, Opening opening) {
        this.parts = parts;
        this.opening = opening;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (left == 0) {
            close();
            if (next == parts.size()) {
                return -1;
            }
            Part part = parts.get(next++);
            InputStream opened = opening.open(part.sha256());
            current = opened;
            opened.skipNBytes(part.skip());
            left = part.length();
        }
        InputStream in = current;
        int n = in == null ? -1 : in.read(bytes, offset, (int) Math.min(length, left));
        if (n < 0) {
            throw new IOException("a piece of a log is shorter than it was");
        }
        left -= n;
        return n;
    }

    @Override
    public void close() throws IOException {
        InputStream in = current;
        current = null;
        if (in != null) {
            in.close();
        }
    }
}
