package org.beeyard.series.github;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.beeyard.github.GithubConfig;
import org.beeyard.github.GithubRepositories;
import org.beeyard.github.GithubRepositories.Repository;
import org.beeyard.lease.Leases;
import org.beeyard.series.Turns;
import org.beeyard.series.github.Deliveries.Delivery;
import org.beeyard.wire.Fault;
import org.beeyard.wire.PausesConfig;
import org.jboss.logging.Logger;

/** Deals with what GitHub has told of the configured repositories, and looks now and then for what it has not. */
@ApplicationScoped
class Patrol {

    private static final Logger log = Logger.getLogger(Patrol.class);

    private final GithubConfig config;
    private final GithubRepositories repositories;
    private final Deliveries deliveries;
    private final Pulls pulls;
    private final Branches branches;
    private final Commands commands;
    private final Replies replies;
    private final Poll poll;
    private final Leases leases;
    private final EntityManager database;
    private final Clock clock;
    private final ReentrantLock turn = new ReentrantLock();
    private final Turns turns;

    Patrol(
            GithubConfig config,
            GithubRepositories repositories,
            Deliveries deliveries,
            Pulls pulls,
            Branches branches,
            Commands commands,
            Replies replies,
            Poll poll,
            Leases leases,
            EntityManager database,
            PausesConfig pauses,
            Clock clock) {
        this.config = config;
        this.repositories = repositories;
        this.deliveries = deliveries;
        this.pulls = pulls;
        this.branches = branches;
        this.commands = commands;
        this.replies = replies;
        this.poll = poll;
        this.leases = leases;
        this.database = database;
        this.clock = clock;
        this.turns = new Turns("github_repository", database, pauses, clock, log);
    }

    void started(@Observes StartupEvent event) {
        QuarkusTransaction.requiringNew().run(() -> {
            for (Repository repository : repositories.all()) {
                database.createNativeQuery(
                                "insert into github_repository (name, comments_until, web_url) values (?1, ?2, ?3) on conflict (name) do update set web_url = excluded.web_url, remark = null")
                        .setParameter(1, repository.name())
                        .setParameter(2, clock.instant())
                        .setParameter(3, config.web(repository.config().name()))
                        .executeUpdate();
            }
        });
    }

    @Scheduled(every = "1s", identity = "github", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (repositories.all().isEmpty() || !leases.holds(Leases.TREES) || !turn.tryLock()) {
            return;
        }
        try {
            repositories.all().forEach(this::visit);
        } finally {
            turn.unlock();
        }
    }

    private void visit(Repository repository) {
        String name = repository.name();
        turns.visit(name, () -> {
            work(repository);
            replies.send(repository);
            if (turns.claim(name, config.poll())) {
                long before = repository.client().requests();
                poll.run(repository);
                turns.took(name, repository.client().requests() - before);
                turns.ended(name, Optional.empty());
                work(repository);
                turns.well(name);
            }
        });
    }

    /** One that cannot be dealt with is put off by itself; a server that cannot be reached ends the round. */
    private void work(Repository repository) throws Fault {
        for (List<Delivery> due = deliveries.due(repository.name());
                !due.isEmpty();
                due = deliveries.due(repository.name())) {
            for (Delivery told : due) {
                try {
                    act(repository, told);
                } catch (Fault fault) {
                    switch (fault.kind()) {
                        case UNREACHABLE, BUSY -> throw fault;
                        case FORBIDDEN -> { // perhaps this alone is
                            deliveries.putOff(told, String.valueOf(fault.getMessage()));
                            throw fault;
                        }
                        case TOO_LARGE, BROKEN, MISSING, REFUSED ->
                            putOff(repository, told, String.valueOf(fault.getMessage()));
                    }
                } catch (IOException e) {
                    putOff(repository, told, String.valueOf(e.getMessage()));
                } catch (RuntimeException | Error e) { // also for want of memory: it would be the first one again
                    log.errorf(e, "%s: delivery %s cannot be dealt with", repository.name(), told.id());
                    deliveries.putOff(told, "The farm failed: " + e);
                }
            }
        }
    }

    private void act(Repository repository, Delivery told) throws IOException {
        if (!deliveries.isOpen(told)) {
            return; // another one of the same pull request had it looked at
        }
        switch (told.kind()) {
            case PULL -> {
                pulls.look(repository, told.number() == null ? 0 : told.number());
                finish(told, "It was looked at.");
            }
            case BRANCH -> branch(repository, told);
            case COMMENT -> commands.comment(repository, told);
            case RERUN -> commands.rerun(repository, told);
            case LOOK -> {
                QuarkusTransaction.requiringNew().run(() -> {
                    database.createNativeQuery("update github_repository set not_before = null where name = ?1")
                            .setParameter(1, repository.name())
                            .executeUpdate();
                    deliveries.done(told, "All is looked at.");
                });
            }
        }
    }

    private void branch(Repository repository, Delivery told) throws IOException {
        branches.look(repository, told);
        Optional<Integer> pull =
                QuarkusTransaction.requiringNew().call(() -> branches.pullOf(repository, told.words()));
        if (pull.isPresent()) {
            pulls.look(repository, pull.get()); // its own delivery may come later, or never
        }
    }

    private void finish(Delivery told, String outcome) {
        QuarkusTransaction.requiringNew().run(() -> deliveries.done(told, outcome));
    }

    private void putOff(Repository repository, Delivery told, String why) {
        log.warnf("%s: delivery %s is dealt with later: %s", repository.name(), told.id(), why);
        deliveries.putOff(told, why);
    }
}
