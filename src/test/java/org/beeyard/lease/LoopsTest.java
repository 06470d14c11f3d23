package org.beeyard.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.FailedExecution;
import io.quarkus.scheduler.ScheduledExecution;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.scheduler.SuccessfulExecution;
import io.quarkus.scheduler.Trigger;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.beeyard.IdleFarm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What replicas tell of what they do again and again. */
@QuarkusTest
@TestProfile(IdleFarm.class)
class LoopsTest {

    private static final Instant LONG_AGO = Instant.parse("2020-02-02T10:00:00Z");

    @Inject
    EntityManager database;

    @Inject
    Scheduler scheduler;

    private Leases leases;
    private Loops replica;

    @BeforeEach
    void replica() {
        leases = new Leases(database, false);
        replica = replica(leases, LONG_AGO);
    }

    @AfterEach
    void stop() {
        replica.stopped(new ShutdownEvent());
    }

    @Test
    void a_loop_that_fails_is_told_with_its_last_success() {
        replica.succeeded(new SuccessfulExecution(turn("judging")));
        replica.failed(new FailedExecution(turn("judging"), new IllegalStateException("It is so.")));
        replica.tell();
        assertThat(rows("name = 'judging'")).containsExactly("judging 2020-02-02 It is so.");
        assertThat(rows("true")).as("those that had no turn are told too").contains("outbox-patchwork");
    }

    @Test
    void a_replica_that_stops_takes_its_loops_with_it() {
        replica.tell();
        replica.stopped(new ShutdownEvent());
        assertThat(rows("true")).isEmpty();
    }

    @Test
    void one_that_was_killed_is_forgotten_after_a_while() {
        replica.tell();
        Loops other = replica(new Leases(database, false), LONG_AGO.plus(Duration.ofMinutes(59)));
        other.tell();
        assertThat(rows("true")).isNotEmpty();
        other.stopped(new ShutdownEvent());
        Loops later = replica(new Leases(database, false), LONG_AGO.plus(Duration.ofMinutes(61)));
        later.tell();
        assertThat(rows("true")).isEmpty();
        later.stopped(new ShutdownEvent());
    }

    private Loops replica(Leases of, Instant now) {
        return new Loops(database, scheduler, of, Clock.fixed(now, ZoneOffset.UTC), false);
    }

    private List<String> rows(String which) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "select concat_ws(' ', name, cast(succeeded_at at time zone 'UTC' as date), error) from loop where replica = ?1 and "
                                        + which,
                                String.class)
                        .setParameter(1, leases.owner())
                        .getResultList());
    }

    private ScheduledExecution turn(String loop) {
        Trigger trigger = scheduler.getScheduledJob(loop);
        return new ScheduledExecution() {
            @Override
            public Trigger getTrigger() {
                return trigger;
            }

            @Override
            public Instant getFireTime() {
                return LONG_AGO;
            }

            @Override
            public Instant getScheduledFireTime() {
                return LONG_AGO;
            }
        };
    }
}
