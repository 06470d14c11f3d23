package org.beeyard.job;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.beeyard.job.Attempt.Purpose;
import org.beeyard.plan.JobKind;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.Heartbeat;
import org.beeyard.protocol.InfraReason;

/** Changes attempts, and with them their jobs. */
@ApplicationScoped
public class Attempts {

    private static final int MOST_RETRIES = 3;

    /** To give way to others is no sign of a fault, but it has to end. */
    private static final int MOST_PREEMPTIONS = 20;

    private static final Duration MOST_BACK_OFF = Duration.ofSeconds(80);

    /** So much more than it is promised an attempt that is held may be given, so that it is not written at each look. */
    private static final Duration RENEWED = Duration.ofSeconds(15);

    private final EntityManager database;
    private final Clock clock;
    private final Event<AttemptEnded> ended;
    private final MeterRegistry registry;

    Attempts(EntityManager database, Clock clock, Event<AttemptEnded> ended, MeterRegistry registry) {
        this.registry = registry;
        this.database = database;
        this.clock = clock;
        this.ended = ended;
    }

    /** A slot is free and a job may have ended. */
    public record AttemptEnded(long attempt) {}

    /** The attempt that the token's hash belongs to, locked; empty when there is none or it has ended. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Optional<Attempt> live(String tokenHash) {
        return database.createQuery("from Attempt where tokenHash = ?1", Attempt.class)
                .setParameter(1, tokenHash)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst()
                .filter(attempt -> !attempt.isEnded());
    }

    /** Whether the attempt of the token is still wanted. */
    @Transactional
    public boolean heard(String tokenHash, Heartbeat heartbeat) {
        return database.createNativeQuery(
                                "update attempt set heartbeat_at = ?1, step = ?2, done = ?3, expected = ?4 where token_hash = ?5 and state = 'RUNNING'")
                        .setParameter(1, clock.instant())
                        .setParameter(2, heartbeat.step())
                        .setParameter(3, heartbeat.done())
                        .setParameter(4, heartbeat.expected())
                        .setParameter(5, tokenHash)
                        .executeUpdate()
                == 1;
    }

    /** What an attempt that has not started waits for. */
    @Transactional
    public void note(long id, String words) {
        database.createNativeQuery(
                        "update attempt set step = ?2 where id = ?1 and state = 'STARTING' and step is distinct from ?2")
                .setParameter(1, id)
                .setParameter(2, words)
                .executeUpdate();
    }

    /**
     * As {@link #note}, and the attempt's time to start begins only when it is let in.
     *
     * @param start how long that is at least
     */
    @Transactional
    public void hold(long id, String words, Duration start) {
        Instant now = clock.instant();
        database.createNativeQuery("""
                        update attempt set step = ?2, deadline = ?3
                         where id = ?1 and state = 'STARTING' and (step is distinct from ?2 or deadline < ?4)
                        """)
                .setParameter(1, id)
                .setParameter(2, words)
                .setParameter(3, now.plus(start).plus(RENEWED))
                .setParameter(4, now.plus(start))
                .executeUpdate();
    }

    /** Ends the attempt unless it has ended; decides what becomes of its job. Returns when it is committed. */
    public void end(long id, AttemptState.Ended end) {
        QuarkusTransaction.requiringNew().run(() -> endWithin(id, end, Optional.empty()));
        announce(id);
    }

    /** To be called when the transaction of {@link #endWithin} is committed. */
    public void announce(long id) {
        ended.fireAsync(new AttemptEnded(id));
    }

    /**
     * As {@link #end}, in the caller's transaction.
     *
     * @param again tests to be tried once more; empty for all of the attempt's share, absent for none
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void endWithin(long id, AttemptState.Ended end, Optional<List<String>> again) {
        Attempt attempt = database.find(Attempt.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (attempt == null || attempt.isEnded()) {
            return;
        }
        measure(attempt, end.at());
        attempt.ended(end);
        registry.counter(
                        "beeyard.attempts.ended",
                        "pool",
                        attempt.pool(),
                        "ending",
                        end.ending().name(),
                        "reason",
                        end.reason().map(Enum::name).orElse(""))
                .increment();
        Job job = attempt.job();
        event(
                attempt,
                "attempt " + attempt.number() + " " + end.ending()
                        + end.reason().map(reason -> " (" + reason + ")").orElse("") + ": " + end.sentence());
        List<Attempt> others = others(attempt);
        boolean more = others.stream().anyMatch(other -> !other.isEnded());
        Optional<Attempt> next = following(attempt, end, again);
        if (job.state().terminal()) {
            // cancelled meanwhile: nothing follows
        } else if (next.isPresent()) {
            database.persist(next.get());
            if (!more) {
                job.become(JobState.QUEUED, end.sentence(), clock.instant());
            }
        } else if (!others.isEmpty()) {
            if (!more) {
                together(job, Stream.concat(others.stream(), Stream.of(attempt)));
            }
        } else {
            job.become(
                    AttemptLifecycle.jobAfter(attempt.purpose(), end, () -> baseBooted(job)),
                    words(attempt, end),
                    clock.instant());
        }
    }

    /** For those who watch the farm; of an attempt that never ran there is nothing to tell. */
    private void measure(Attempt attempt, Instant end) {
        if (attempt.state() instanceof AttemptState.Running(Instant since, Instant _, Instant _)) {
            registry.timer("beeyard.attempt.wait", "pool", attempt.pool()).record(attempt.waited());
            registry.timer(
                            "beeyard.attempt.time",
                            "pool",
                            attempt.pool(),
                            "kind",
                            attempt.job().kind().name())
                    .record(Duration.between(since, end));
        }
    }

    /**
     * The newest attempts of the job's other shards. The job is locked: of two shards that end at once one sees the other's end.
     */
    private List<Attempt> others(Attempt attempt) {
        if (attempt.share().of() == 1) {
            return List.of();
        }
        database.lock(attempt.job(), LockModeType.PESSIMISTIC_WRITE);
        database.refresh(attempt.job());
        List<Attempt> newest = database.createNativeQuery(
                        "select distinct on (shard) * from attempt where job_id = ?1 order by shard, number desc",
                        Attempt.class)
                .setParameter(1, attempt.job().id())
                .getResultList();
        return newest.stream()
                .filter(other -> other.share().number() != attempt.share().number())
                .toList();
    }

    /** All shards have ended. */
    private void together(Job job, Stream<Attempt> newest) {
        Set<JobState> states = EnumSet.noneOf(JobState.class);
        List<String> words = new ArrayList<>();
        newest.sorted(Comparator.comparingInt(last -> last.share().number())).forEach(last -> {
            if (last.state() instanceof AttemptState.Ended ended) {
                states.add(AttemptLifecycle.jobAfter(last.purpose(), ended, () -> baseBooted(job)));
                words.add(words(last, ended));
            }
        });
        job.become(
                AttemptLifecycle.together(states),
                "In " + words.size() + " VMs: " + String.join(" ", words),
                clock.instant());
    }

    private String words(Attempt last, AttemptState.Ended end) {
        return last.purpose() == Purpose.CONFIRM && confirmed(last).state() instanceof AttemptState.Ended whole
                ? JobSentence.of(whole, end)
                : end.sentence();
    }

    /** The attempt whose failures this one tries once more. */
    private Attempt confirmed(Attempt rerun) {
        return (Attempt) database.createNativeQuery(
                        "select * from attempt where job_id = ?1 and shard = ?2 and purpose <> 'CONFIRM' order by number desc limit 1",
                        Attempt.class)
                .setParameter(1, rerun.job().id())
                .setParameter(2, rerun.share().number())
                .getSingleResult();
    }

    /** Whether the base's kernel came up in the same job. */
    private boolean baseBooted(Job job) {
        if (job.kind() != JobKind.TEST) {
            return false;
        }
        return !database.createNativeQuery("""
                        select 1 from job j join run r on r.id = j.run_id
                         where r.base_id = ?1 and r.kind = 'BASE' and j.name = ?2 and j.state in ('PASSED', 'FAILED') limit 1
                        """)
                .setParameter(1, job.run().baseId())
                .setParameter(2, job.name())
                .getResultList()
                .isEmpty();
    }

    private Optional<Attempt> following(Attempt attempt, AttemptState.Ended end, Optional<List<String>> again) {
        Instant now = clock.instant();
        int number = newest(attempt) + 1;
        if (end.ending() == Ending.ERROR) {
            boolean preempted = end.reason().equals(Optional.of(InfraReason.PREEMPTED));
            int retries = retries(attempt, preempted);
            if (retries < (preempted ? MOST_PREEMPTIONS : MOST_RETRIES)) {
                Purpose purpose = attempt.purpose() == Purpose.CONFIRM ? Purpose.CONFIRM : Purpose.RETRY;
                Instant notBefore = now.plus(backOff(retries));
                return Optional.of(new Attempt(
                        attempt.job(), number, purpose, attempt.onlyTests(), attempt.share(), notBefore, now));
            }
        }
        boolean confirms = attempt.purpose() == Purpose.CONFIRM;
        return again.filter(tests -> !confirms)
                .map(tests -> new Attempt(attempt.job(), number, Purpose.CONFIRM, tests, attempt.share(), now, now));
    }

    private int newest(Attempt attempt) {
        return attempt.share().of() == 1
                ? attempt.number()
                : database.createQuery("select max(number) from Attempt where job = ?1", Integer.class)
                        .setParameter(1, attempt.job())
                        .getSingleResult();
    }

    private static Duration backOff(int retries) {
        return Duration.ofSeconds(Math.min(MOST_BACK_OFF.toSeconds(), 5L << (2 * retries)));
    }

    /** @param preempted whether those are counted, or those that ended by a fault */
    private int retries(Attempt attempt, boolean preempted) {
        return ((Number) database.createNativeQuery("""
                                select count(*) from attempt
                                 where job_id = ?1 and shard = ?2 and state = 'ERROR' and (reason is not distinct from 'PREEMPTED') = ?3
                                """)
                                .setParameter(1, attempt.job().id())
                                .setParameter(2, attempt.share().number())
                                .setParameter(3, preempted)
                                .getSingleResult())
                        .intValue()
                - 1;
    }

    /** The clock has been set: deadlines move on with it, and nothing waits for an instant that is far away now. */
    public void clockSet(Duration step) {
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("""
                                update attempt set deadline = deadline + make_interval(secs => ?1), heartbeat_at = least(heartbeat_at, ?2), not_before = least(not_before, ?3)
                                 where finished_at is null
                                """)
                        .setParameter(1, (double) Math.max(0, step.toSeconds()))
                        .setParameter(2, clock.instant())
                        .setParameter(3, clock.instant().plus(MOST_BACK_OFF))
                        .executeUpdate());
    }

    private void event(Attempt attempt, String what) {
        database.createNativeQuery(
                        "insert into event (at, run_id, job_id, attempt_id, what) values (?1, ?2, ?3, ?4, ?5)")
                .setParameter(1, clock.instant())
                .setParameter(2, attempt.job().run().id())
                .setParameter(3, attempt.job().id())
                .setParameter(4, attempt.id())
                .setParameter(5, what)
                .executeUpdate();
    }
}
