package org.beeyard.series.patchwork;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.beeyard.lease.Leases;
import org.beeyard.patchwork.PatchworkServers;
import org.beeyard.patchwork.PatchworkServers.Server;
import org.beeyard.series.Turns;
import org.beeyard.sql.Sql;
import org.beeyard.wire.Fault;
import org.beeyard.wire.PausesConfig;
import org.jboss.logging.Logger;

/**
 * Goes round the configured Patchwork servers. A cycle in which nothing has happened costs one request a category of events,
 * however many series are open.
 */
@ApplicationScoped
class Patrol {

    private static final Logger log = Logger.getLogger(Patrol.class);

    private final PatchworkServers servers;
    private final Feeds feeds;
    private final Scan scan;
    private final Fetching fetching;
    private final Rechecks rechecks;
    private final Leases leases;
    private final EntityManager database;
    private final Clock clock;
    private final Turns turns;
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
        this.turns = new Turns("patchwork_source", database, pauses, clock, log);
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

    private void visit(Server server) {
        turns.visit(server.name(), () -> {
            if (turns.claim(server.name(), server.config().poll())) {
                long before = server.client().requests();
                try {
                    turns.ended(server.name(), cycle(server));
                } finally {
                    turns.took(server.name(), server.client().requests() - before);
                }
                turns.well(server.name());
            }
        });
    }

    /** Returns what went wrong and does not keep it from the rest. */
    private Optional<String> cycle(Server server) throws Fault {
        Optional<String> trouble = feeds.read(server);
        Optional<Instant> scanned = scanned(server);
        Instant now = clock.instant();
        if (scanned.filter(at -> !at.plus(server.config().rescan()).isBefore(now))
                .isEmpty()) {
            scan.run(server, scanned.isEmpty());
            QuarkusTransaction.requiringNew()
                    .run(() -> Sql.query(
                                    database,
                                    "update patchwork_source set scanned_at = ?2 where name = ?1",
                                    server.name(),
                                    now)
                            .executeUpdate());
        }
        fetching.run(server);
        rechecks.run(server);
        return trouble;
    }

    /** Empty before the first scan. */
    private Optional<Instant> scanned(Server server) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Optional.ofNullable((Instant)
                        Sql.query(database, "select scanned_at from patchwork_source where name = ?1", server.name())
                                .getSingleResult()));
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
}
