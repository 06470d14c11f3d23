package org.beeyard.agent;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The attempt's log on its way to the farm. Lines go to a file first and are shipped by a thread of their own, so a farm
 * that is away stops nobody. Of a log beyond its limit the first quarter and the end are kept, with a marker between: the
 * end waits in a ring on disk until the attempt ends.
 */
final class LogShipper implements Closeable {

    private static final int PIECE = 512 * 1024;
    private static final long EVERY_MILLIS = 1_000;

    private final FarmClient farm;
    private final long head;
    private final RandomAccessFile spool;
    private final RandomAccessFile ring;
    private final long ringSize;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Thread thread;
    private long spooled;
    private long shipped;
    private long beyond;
    private boolean closing;
    private boolean dismissed;

    LogShipper(FarmClient farm, Path work, long limit) throws IOException {
        this.farm = farm;
        this.head = limit / 4;
        this.ringSize = limit - head - 1024;
        this.spool = new RandomAccessFile(work.resolve("log").toFile(), "rw");
        this.ring = new RandomAccessFile(work.resolve("log-end").toFile(), "rw");
        this.thread = Thread.ofPlatform().daemon().name("log").start(this::ship);
    }

    void line(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            if (beyond == 0 && spooled + bytes.length <= head) {
                spool.seek(spooled);
                spool.write(bytes);
                spooled += bytes.length;
                if (spooled - shipped >= PIECE) {
                    more.signal();
                }
            } else {
                for (int written = 0; written < bytes.length; ) {
                    long at = (beyond + written) % ringSize;
                    int n = (int) Math.min(bytes.length - written, ringSize - at);
                    ring.seek(at);
                    ring.write(bytes, written, n);
                    written += n;
                }
                beyond += bytes.length;
            }
        } catch (IOException e) {
            throw new WorkFolderFull(e);
        } finally {
            lock.unlock();
        }
    }

    /** The work folder takes no more. */
    static final class WorkFolderFull extends RuntimeException {
        private static final long serialVersionUID = 1;

        WorkFolderFull(IOException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    private void ship() {
        try {
            while (true) {
                byte[] piece = next();
                if (piece.length == 0) {
                    return;
                }
                long has = farm.log(shipped, piece);
                lock.lock();
                try {
                    shipped = has; // less than we sent means a gap, more that an answer was lost: go on from there
                } finally {
                    lock.unlock();
                }
            }
        } catch (IOException | RuntimeException e) {
            lock.lock();
            dismissed = true;
            lock.unlock();
            System.err.println("beeyard agent: the log could not be delivered: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] next() throws IOException, InterruptedException {
        lock.lock();
        try {
            while (!closing && spooled - shipped < PIECE) {
                if (!more.await(EVERY_MILLIS, TimeUnit.MILLISECONDS) && spooled > shipped) {
                    break;
                }
            }
            byte[] piece = new byte[(int) Math.min(PIECE, spooled - shipped)];
            spool.seek(shipped);
            spool.readFully(piece);
            return piece;
        } finally {
            lock.unlock();
        }
    }

    /** How long the log is, with the marker; valid after {@link #close}. */
    long size() {
        return shipped;
    }

    long dropped() {
        return Math.max(0, beyond - ringSize);
    }

    /** Delivers the rest. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            if (beyond > 0) {
                appendEnd();
            }
            closing = true;
            more.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        spool.close();
        ring.close();
        if (dismissed) {
            throw new IOException("the log could not be delivered");
        }
    }

    private void appendEnd() throws IOException {
        spool.seek(spooled);
        if (dropped() > 0) {
            byte[] marker = ("\n[beeyard: " + dropped() + " bytes of this log were left out here]\n")
                    .getBytes(StandardCharsets.UTF_8);
            spool.write(marker);
            spooled += marker.length;
        }
        long length = Math.min(beyond, ringSize);
        long at = beyond > ringSize ? beyond % ringSize : 0;
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        for (long copied = 0; copied < length; ) {
            byte[] bytes = new byte[(int) Math.min(PIECE, Math.min(length - copied, ringSize - at))];
            ring.seek(at);
            ring.readFully(bytes);
            piece.writeBytes(bytes);
            spool.write(piece.toByteArray());
            spooled += piece.size();
            piece.reset();
            copied += bytes.length;
            at = (at + bytes.length) % ringSize;
        }
    }
}
