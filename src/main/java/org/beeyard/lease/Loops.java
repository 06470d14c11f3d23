package org.beeyard.lease;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.FailedExecution;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.scheduler.SuccessfulExecution;
import io.quarkus.scheduler.Trigger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.beeyard.sql.Sql;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** When what this replica does again and again was last done, told to all in the database: a loop that hangs says nothing itself. */
@ApplicationScoped
class Loops {

    private static final int LONGEST_ERROR = 500;

    /** Replicas that were killed are spoken of for so long. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final EntityManager database;
    private final Scheduler scheduler;
    private final Clock clock;
    private final boolean alone;
    private final String replica;
    private final Map<String, Turn> turns = new ConcurrentHashMap<>();

    Loops(
            EntityManager database,
            Scheduler scheduler,
            Leases leases,
            Clock clock,
            @ConfigProperty(name = "beeyard.alone") boolean alone) {
        this.database = database;
        this.scheduler = scheduler;
        this.clock = clock;
        this.alone = alone;
        this.replica = leases.owner();
    }

    private record Turn(
            Instant since,
            @Nullable Instant succeeded,
            @Nullable Instant failed,
            @Nullable String error) {}

    void succeeded(@Observes SuccessfulExecution turn) {
        Instant now = clock.instant();
        turned(turn.getExecution(), before -> new Turn(before.since(), now, before.failed(), before.error()));
    }

    void failed(@Observes FailedExecution turn) {
        Instant now = clock.instant();
        String words = String.valueOf(turn.getException().getMessage());
        String error = words.length() <= LONGEST_ERROR ? words : words.substring(0, LONGEST_ERROR);
        turned(turn.getExecution(), before -> new Turn(before.since(), before.succeeded(), now, error));
    }

    private void turned(ScheduledExecution turn, Function<Turn, Turn> change) {
        turns.compute(
                turn.getTrigger().getId(),
                (_, before) -> change.apply(before == null ? first(clock.instant()) : before));
    }

    private static Turn first(Instant now) {
        return new Turn(now, null, null, null);
    }

    /** Not known before its first turn. */
    private static long seconds(Trigger loop) {
        Instant last = loop.getPreviousFireTime();
        Instant next = loop.getNextFireTime();
        return last == null || next == null
                ? 0
                : Duration.between(last, next).plusMillis(500).toSeconds();
    }

    @Scheduled(every = "15s", identity = "loops", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tell() {
        Instant now = clock.instant();
        List<Trigger> loops = scheduler.getScheduledJobs();
        List<Turn> told = loops.stream()
                .map(loop -> turns.computeIfAbsent(loop.getId(), _ -> first(now)))
                .toList();
        QuarkusTransaction.requiringNew().run(() -> {
            Sql.query(
                            database,
                            """
                            insert into loop (replica, name, every_seconds, since, succeeded_at, failed_at, error, told_at)
                            select ?1, n.*, ?2 from unnest(?3, ?4, ?5, ?6, ?7, ?8) n
                            on conflict (replica, name) do update
                               set every_seconds = excluded.every_seconds, succeeded_at = excluded.succeeded_at, failed_at = excluded.failed_at,
                                   error = excluded.error, told_at = excluded.told_at
                            """,
                            replica,
                            now,
                            loops.stream().map(Trigger::getId).toArray(String[]::new),
                            loops.stream().map(Loops::seconds).toArray(Long[]::new),
                            told.stream().map(Turn::since).toArray(Instant[]::new),
                            told.stream().map(Turn::succeeded).toArray(Instant[]::new),
                            told.stream().map(Turn::failed).toArray(Instant[]::new),
                            told.stream().map(Turn::error).toArray(String[]::new))
                    .executeUpdate();
            Sql.query(
                            database,
                            "delete from loop where replica <> ?1 and (told_at < ?2 or ?3)",
                            replica,
                            now.minus(REMEMBERED),
                            alone)
                    .executeUpdate();
        });
    }

    void stopped(@Observes ShutdownEvent event) {
        QuarkusTransaction.requiringNew()
                .run(() -> Sql.query(database, "delete from loop where replica = ?1", replica)
                        .executeUpdate());
    }
}
