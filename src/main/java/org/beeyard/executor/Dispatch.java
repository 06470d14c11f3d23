package org.beeyard.executor;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.beeyard.job.AttemptLifecycle;
import org.beeyard.job.Attempts;
import org.beeyard.job.Attempts.AttemptEnded;
import org.beeyard.job.Pools;
import org.beeyard.job.Queue;
import org.beeyard.job.Unblocking.JobsQueued;
import org.jboss.logging.Logger;

/** The stage between a queued attempt and one that runs. */
@ApplicationScoped
public class Dispatch {

    private static final Logger log = Logger.getLogger(Dispatch.class);

    private final Queue queue;
    private final Attempts attempts;
    private final Pools pools;
    private final Instance<Executor> executors;
    private final Hearing hearing;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock();

    Dispatch(Queue queue, Attempts attempts, Pools pools, Instance<Executor> executors, Hearing hearing, Clock clock) {
        this.queue = queue;
        this.attempts = attempts;
        this.pools = pools;
        this.executors = executors;
        this.hearing = hearing;
        this.clock = clock;
    }

    void queued(@ObservesAsync JobsQueued event) {
        run();
    }

    void slotFree(@ObservesAsync AttemptEnded event) {
        run();
    }

    @Scheduled(every = "1s", identity = "dispatch")
    void run() {
        if (hearing.stopped()) {
            return;
        }
        // first, or what is claimed right after an absence would look as if it were left from before
        hearing.check();
        turn.lock();
        // side by side: a place that answers slowly keeps the others' attempts waiting no longer than one of its own
        try (ExecutorService launches = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String pool : pools.names()) {
                Executor executor = executorOf(pool);
                for (Queue.Claim claim : queue.claim(pool)) {
                    launches.execute(() -> launch(executor, pool, claim));
                }
            }
        } finally {
            turn.unlock();
        }
    }

    void launch(Executor executor, String pool, Queue.Claim claim) {
        try {
            switch (executor.launch(pool, claim)) {
                case Executor.Launch.Launched _ -> {}
                case Executor.Launch.NoRoom(String words, Duration pause) -> {
                    log.infof("attempt %d goes back to the queue: %s", claim.attempt(), words);
                    queue.putBack(claim, words, pause);
                }
                case Executor.Launch.Taken() -> {
                    // Of two tokens the table knows which one counts.
                    if (queue.holds(claim)) {
                        log.infof(
                                "attempt %d is there by a token that is dead; it is removed and begun anew",
                                claim.attempt());
                        executor.remove(claim.attempt());
                    }
                }
                case Executor.Launch.Refused(String words) ->
                    attempts.end(claim.attempt(), AttemptLifecycle.refused(words, clock.instant()));
            }
        } catch (IOException | RuntimeException e) {
            // The attempt stays STARTING; reconciliation sees that nothing is there and launches it again.
            log.warnf("attempt %d could not be started: %s", claim.attempt(), e.getMessage());
        }
    }

    Executor executorOf(String pool) {
        String name = pools.named(pool).orElseThrow().executor();
        return executors.stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }
}
