package org.beeyard.executor;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.beeyard.job.Attempt;
import org.beeyard.job.AttemptLifecycle;
import org.beeyard.job.AttemptLifecycle.Decision;
import org.beeyard.job.AttemptState;
import org.beeyard.job.Attempts;
import org.beeyard.job.Pools;
import org.beeyard.job.Queue;
import org.jboss.logging.Logger;

/** Compares what the tables say with what executors see, and acts on the difference. */
@ApplicationScoped
class Reconciliation {

    private static final Logger log = Logger.getLogger(Reconciliation.class);

    /** What no row knows may be somebody's who shares the place; it is given time to be known. */
    private static final Duration STRANGER = Duration.ofMinutes(1);

    private final EntityManager database;
    private final Dispatch dispatch;
    private final Hearing hearing;
    private final Attempts attempts;
    private final Queue queue;
    private final Pools pools;
    private final Clock clock;
    private final PlaceEvents placeEvents;
    private final ClockSteps steps;

    Reconciliation(
            EntityManager database,
            Dispatch dispatch,
            Hearing hearing,
            Attempts attempts,
            Queue queue,
            Pools pools,
            PlaceEvents placeEvents,
            Clock clock) {
        this.database = database;
        this.dispatch = dispatch;
        this.hearing = hearing;
        this.attempts = attempts;
        this.queue = queue;
        this.pools = pools;
        this.placeEvents = placeEvents;
        this.clock = clock;
        this.steps = new ClockSteps(clock.instant(), System.nanoTime());
    }

    /** @param step what is known of it already */
    private record Live(long id, String pool, AttemptState state, Optional<String> step) {}

    @Scheduled(every = "2s", identity = "reconciliation", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (hearing.stopped()) {
            return;
        }
        // one instant for all of it: a clock that is set meanwhile is noticed at the next turn, before anything has run
        // out of time by it
        Instant now = clock.instant();
        long nanos = System.nanoTime();
        hearing.check();
        Duration step = steps.since(now, nanos);
        if (!step.isZero()) {
            log.warnf("the clock was set by %s; attempts that run keep the time that they had left", step);
            attempts.clockSet(step);
            hearing.anew();
        }
        Set<Executor> known = new HashSet<>();
        pools.names().forEach(pool -> known.add(dispatch.executorOf(pool)));
        Set<Long> live = new HashSet<>();
        for (Live attempt : live()) {
            live.add(attempt.id());
            try {
                if (pools.named(attempt.pool()).isPresent()) {
                    settle(attempt, dispatch.executorOf(attempt.pool()), now);
                } else {
                    attempts.end(attempt.id(), AttemptLifecycle.poolGone(attempt.pool(), now));
                }
            } catch (RuntimeException e) {
                // one that cannot be looked at must not keep the others waiting
                log.errorf(e, "attempt %d cannot be reconciled", attempt.id());
            }
        }
        known.forEach(executor -> sweep(executor, live, now));
    }

    /** Removes what is left of attempts that have ended, and of those that nobody knows. */
    private void sweep(Executor executor, Set<Long> live, Instant now) {
        Map<Long, Instant> left = new HashMap<>(executor.present());
        left.keySet().removeAll(live);
        if (left.isEmpty()) {
            return;
        }
        Map<Long, Boolean> ended = ended(left.keySet());
        Instant stranger = now.minus(STRANGER);
        left.forEach((id, since) -> {
            if (ended.containsKey(id) ? ended.get(id) : since.isBefore(stranger)) {
                remove(executor, id);
            }
        });
    }

    private List<Live> live() {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createQuery(
                                "from Attempt where phase in (STARTING, RUNNING) or phase = QUEUED and pool not in ?1",
                                Attempt.class)
                        .setParameter(1, pools.names())
                        .getResultStream()
                        .map(attempt -> new Live(attempt.id(), attempt.pool(), attempt.state(), attempt.step()))
                        .toList());
    }

    private void settle(Live attempt, Executor executor, Instant now) {
        Instant listening = hearing.since();
        if (listening.equals(Instant.MAX)) {
            return; // the farm is being stopped
        }
        switch (AttemptLifecycle.after(attempt.state(), executor.look(attempt.id()), now, listening)) {
            case Decision.Wait _ -> {}
            case Decision.Note(String words) -> {
                if (!attempt.step().equals(Optional.of(words))) {
                    attempts.note(attempt.id(), words);
                }
            }
            case Decision.Hold(String words) ->
                attempts.hold(
                        attempt.id(),
                        words,
                        pools.named(attempt.pool()).orElseThrow().startTime());
            case Decision.Launch(Instant since) ->
                queue.reclaim(attempt.id(), since).ifPresent(claim -> dispatch.launch(executor, attempt.pool(), claim));
            case Decision.End(AttemptState.Ended end) -> {
                attempts.end(attempt.id(), end);
                remove(executor, attempt.id());
            }
            case Decision.CleanUp _ -> remove(executor, attempt.id());
        }
    }

    private void remove(Executor executor, long attempt) {
        placeEvents.keep(executor, attempt);
        executor.remove(attempt);
    }

    private Map<Long, Boolean> ended(Set<Long> ids) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createQuery("from Attempt where id in ?1", Attempt.class)
                        .setParameter(1, ids)
                        .getResultStream()
                        .collect(Collectors.toMap(Attempt::id, Attempt::isEnded)));
    }
}
