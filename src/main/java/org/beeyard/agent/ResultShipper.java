package org.beeyard.agent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.beeyard.protocol.ResultBatch;
import org.beeyard.protocol.TestReport;

/** Test reports on their way to the farm, in batches, each numbered so that sending one twice counts once. */
final class ResultShipper {

    private static final int FULL = 1_000;

    /** Characters of a batch, and of all that waits: a suite that says more is held up until the farm has taken some. */
    private static final long BATCH_TEXT = 1 << 20;

    private static final long MOST_TEXT = 8 << 20;
    private static final long EVERY_MILLIS = 1_000;

    private final FarmClient farm;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final List<TestReport> waiting = new ArrayList<>();
    private final Thread thread;
    private long waitingText;
    private int batches;
    private int reports;
    private boolean closing;
    private boolean dismissed;

    ResultShipper(FarmClient farm) {
        this.farm = farm;
        this.thread = Thread.ofPlatform().daemon().name("results").start(this::ship);
    }

    void report(TestReport report) {
        lock.lock();
        try {
            while (waitingText > MOST_TEXT && !dismissed) {
                room.awaitUninterruptibly();
            }
            waiting.add(report);
            waitingText += text(report);
            reports++;
            if (isFull()) {
                more.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void ship() {
        try {
            for (List<TestReport> batch = next(); !batch.isEmpty(); batch = next()) {
                farm.results(batches + 1, new ResultBatch(batch));
                batches++;
            }
        } catch (IOException | RuntimeException e) {
            lock.lock();
            dismissed = true;
            room.signalAll();
            lock.unlock();
            System.err.println("beeyard agent: results could not be delivered: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isFull() {
        return waiting.size() >= FULL || waitingText >= BATCH_TEXT;
    }

    private static long text(TestReport report) {
        String excerpt = report.excerpt();
        return report.fullName().length() + (excerpt == null ? 0 : excerpt.length());
    }

    private List<TestReport> next() throws InterruptedException {
        lock.lock();
        try {
            while (!closing && !isFull()) {
                if (!more.await(EVERY_MILLIS, TimeUnit.MILLISECONDS) && !waiting.isEmpty()) {
                    break;
                }
            }
            int count = 0;
            long size = 0;
            while (count < waiting.size()
                    && count < FULL
                    && (count == 0 || size + text(waiting.get(count)) <= BATCH_TEXT)) {
                size += text(waiting.get(count++));
            }
            List<TestReport> batch = List.copyOf(waiting.subList(0, count));
            waiting.subList(0, count).clear();
            waitingText -= size;
            room.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Delivers the rest. */
    void close() throws IOException, InterruptedException {
        lock.lock();
        try {
            closing = true;
            more.signal();
        } finally {
            lock.unlock();
        }
        thread.join();
        if (dismissed) {
            throw new IOException("the results could not be delivered");
        }
    }

    /** Valid after {@link #close}. */
    int batches() {
        return batches;
    }

    int reports() {
        return reports;
    }
}
