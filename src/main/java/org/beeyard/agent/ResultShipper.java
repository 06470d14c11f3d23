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
    private static final long EVERY_MILLIS = 1_000;

    private final FarmClient farm;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final List<TestReport> waiting = new ArrayList<>();
    private final Thread thread;
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
            waiting.add(report);
            reports++;
            if (waiting.size() >= FULL) {
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
        } catch (IOException e) {
            lock.lock();
            dismissed = true;
            lock.unlock();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<TestReport> next() throws InterruptedException {
        lock.lock();
        try {
            while (!closing && waiting.size() < FULL) {
                if (!more.await(EVERY_MILLIS, TimeUnit.MILLISECONDS) && !waiting.isEmpty()) {
                    break;
                }
            }
            List<TestReport> batch = List.copyOf(waiting.subList(0, Math.min(FULL, waiting.size())));
            waiting.subList(0, batch.size()).clear();
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
