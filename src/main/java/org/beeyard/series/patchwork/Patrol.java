package org.beeyard.series.patchwork;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.beeyard.lease.Leases;
import org.beeyard.patchwork.PatchworkServers;
import org.beeyard.patchwork.PatchworkServers.Server;
import org.beeyard.wire.Fault;
import org.beeyard.wire.Pauses;
import org.beeyard.wire.PausesConfig;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Goes round the configured Patchwork servers. A cycle in which nothing has happened costs one request a category of events,
 * however many series are open.
 */
@ApplicationScoped
class Patrol {

    private static final Logger log = Logger.getLogger(Patrol.class);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final PatchworkServers servers;
    private final Feeds feeds;
    private final Scan scan;
    private final Fetching fetching;
    private final Rechecks rechecks;
    private final Leases leases;
    private final EntityManager database;
    private final Clock clock;
    private final Pauses pauses;
    private final ReentrantLock turn = new ReentrantLock();

    private static final String WORK = "patchwork";

    Patrol(
            PatchworkServers servers,
            Feeds feeds,
            Scan scan,
            Fetching fetching,
            Rechecks rechecks,
            Leases leases,
            EntityManager database,
            PausesConfig pauses,
            Clock clock) {
        this.servers = servers;
        this.feeds = feeds;
        this.scan = scan;
        this.fetching = fetching;
        this.rechecks = rechecks;
        this.leases = leases;
        this.database = database;
        this.clock = clock;
        this.pauses = new Pauses(pauses, clock, log::log);
    }

    @Scheduled(every = "1s", identity = "patchwork", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (!leases.holds(WORK) || !turn.tryLock()) {
            return;
        }
        try {
            servers.all().forEach(this::visit);
        } finally {
            turn.unlock();
        }
    }

    /** @param scanned when the last scan was, none before the first */
    private record Turn(@Nullable Instant scanned) {}

    private void visit(Server server) {
        Optional<Turn> due = QuarkusTransaction.requiringNew().call(() -> due(server));
        if (due.isEmpty()) {
            return;
        }
        long before = server.client().requests();
        try {
            Optional<String> trouble = feeds.read(server);
            Instant scanned = due.get().scanned();
            Instant now = clock.instant();
            if (scanned == null || scanned.plus(server.config().rescan()).isBefore(now)) {
                scan.run(server, scanned == null);
                QuarkusTransaction.requiringNew().run(() -> update(server, "scanned_at", now));
            }
            fetching.run(server);
            rechecks.run(server);
            ended(server, before, trouble.orElse(null));
            pauses.well(server.name());
        } catch (Fault fault) {
            ended(server, before, fault.getMessage());
            again(server, pauses.failed(server.name(), fault));
        } catch (RuntimeException | Error e) {
            log.errorf(e, "%s: the cycle failed; it is tried again", server.name());
            ended(server, before, "The farm failed: " + e.getMessage());
            again(server, pauses.failed(server.name(), "FARM", "the farm failed", Duration.ZERO));
        }
    }

    private void again(Server server, Duration pause) {
        Instant then = clock.instant().plus(pause);
        QuarkusTransaction.requiringNew().run(() -> update(server, "not_before", then));
    }

    void started(@Observes StartupEvent event) {
        QuarkusTransaction.requiringNew().run(() -> {
            for (Server server : servers.all()) {
                database.createNativeQuery("insert into patchwork_source (name) values (?1) on conflict do nothing")
                        .setParameter(1, server.name())
                        .executeUpdate();
            }
        });
    }

    /** Claims the turn by its row, so that of two farms on one database one goes. */
    private Optional<Turn> due(Server server) {
        Instant now = clock.instant();
        return database.createNativeQuery("""
                        update patchwork_source set asked_at = ?2, not_before = ?3
                         where name = ?1 and (not_before is null or not_before <= ?2 or not_before > ?4)
                        returning scanned_at, name
                        """)
                .setParameter(1, server.name())
                .setParameter(2, now)
                .setParameter(3, now.plus(server.config().poll()))
                .setParameter(
                        4, now.plus(LONGEST_PAUSE).plus(server.config().poll())) // then somebody has set the clock
                .getResultStream()
                .findFirst()
                .map(row -> new Turn((Instant) ((Object[]) row)[0]));
    }

    private void ended(Server server, long before, @Nullable String error) {
        int requests = (int) (server.client().requests() - before);
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery("""
                                update patchwork_source
                                   set requests = ?2, error = ?3,
                                       succeeded_at = case when cast(?3 as text) is null then ?4 else succeeded_at end,
                                       failing_since = case when cast(?3 as text) is null then null else coalesce(failing_since, ?4) end
                                 where name = ?1
                                """)
                        .setParameter(1, server.name())
                        .setParameter(2, requests)
                        .setParameter(3, error)
                        .setParameter(4, clock.instant())
                        .executeUpdate());
    }

    private void update(Server server, String column, Instant at) {
        database.createNativeQuery("update patchwork_source set " + column + " = ?2 where name = ?1")
                .setParameter(1, server.name())
                .setParameter(2, at)
                .executeUpdate();
    }
}
