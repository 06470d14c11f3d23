package org.beeyard.blob;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/** A piece of a file, read anew for each try; the client does not close what it has read. */
final class FileSlice implements ContentStreamProvider, Closeable {

    private final Path file;
    private final long from;
    private final long length;
    private @Nullable InputStream current;

    FileSlice(Path file, long from, long length) {
        this.file = file;
        this.from = from;
        this.length = length;
    }

    @Override
    public InputStream newStream() {
        try {
            close();
            FileChannel channel = FileChannel.open(file);
            InputStream stream = new Bounded(Channels.newInputStream(channel), length);
            current = stream;
            channel.position(from);
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (current != null) {
            current.close();
        }
    }

    private static final class Bounded extends InputStream {

        private final InputStream in;
        private long left;

        Bounded(InputStream in, long length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            int n = in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(n, 0);
            return n;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
