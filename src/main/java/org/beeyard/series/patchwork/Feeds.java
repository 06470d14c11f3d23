package org.beeyard.series.patchwork;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.beeyard.patchwork.PatchworkServers.Server;
import org.beeyard.patchwork.Said;
import org.beeyard.series.patchwork.Relevance.Delegate;
import org.beeyard.wire.Fault;

/** Reads what has happened on a server since the last time. Each page is noted in one transaction with its events' effects. */
@ApplicationScoped
class Feeds {

    /**
     * How far back each reading goes: an event is dated before it is visible, and a slow transaction of the server can make it
     * visible after later ones.
     */
    static final Duration OVERLAP = Duration.ofMinutes(10);

    private final EntityManager database;
    private final Ledger ledger;
    private final Rechecks rechecks;

    Feeds(EntityManager database, Ledger ledger, Rechecks rechecks) {
        this.database = database;
        this.ledger = ledger;
        this.rechecks = rechecks;
    }

    private static List<String> categories(Server server) {
        List<String> categories = new ArrayList<>(
                List.of("series-created", "series-completed", "patch-state-changed", "patch-delegated"));
        if (server.config().recheck().isPresent()) {
            categories.addAll(List.of("patch-comment-created", "cover-comment-created"));
        }
        return categories;
    }

    /** Returns what is wrong with single categories: a server may not have all of them. */
    Optional<String> read(Server server) throws Fault {
        List<String> trouble = new ArrayList<>();
        for (String category : categories(server)) {
            try {
                read(server, category);
            } catch (Fault fault) {
                switch (fault.kind()) {
                    case REFUSED, MISSING ->
                        trouble.add(
                                "Events of the category " + category + " are not read: " + fault.getMessage() + ".");
                    case UNREACHABLE, BUSY, TOO_LARGE, BROKEN, FORBIDDEN -> throw fault;
                }
            }
        }
        return trouble.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", trouble));
    }

    private void read(Server server, String category) throws Fault {
        LocalDateTime newest = newest(server, category);
        List<Said.Event> recent = new ArrayList<>();
        server.client().events(category, since(newest), page -> {
            QuarkusTransaction.requiringNew().run(() -> note(server, category, page));
            recent.addAll(page);
            LocalDateTime last = page.isEmpty() ? newest : page.getLast().date();
            recent.removeIf(event -> event.date().isBefore(since(last)));
            return true;
        });
        QuarkusTransaction.requiringNew().run(() -> forgetOlder(server, category, recent));
    }

    /** From when on the next reading reads again, in whole seconds as the server is asked. What is not older must be remembered. */
    static LocalDateTime since(LocalDateTime newest) {
        return newest.minus(OVERLAP).truncatedTo(ChronoUnit.SECONDS);
    }

    /** The first time, all that is older is left to the scan. */
    private LocalDateTime newest(Server server, String category) throws Fault {
        Optional<LocalDateTime> known = QuarkusTransaction.requiringNew().call(() -> feed(server, category));
        if (known.isPresent()) {
            return known.get();
        }
        LocalDateTime start = server.client().newestEvent().orElse(LocalDateTime.of(2000, 1, 1, 0, 0));
        QuarkusTransaction.requiringNew()
                .run(() -> database.createNativeQuery(
                                "insert into patchwork_feed (source, category, newest, seen) values (?1, ?2, ?3, '{}') on conflict do nothing")
                        .setParameter(1, server.name())
                        .setParameter(2, category)
                        .setParameter(3, start)
                        .executeUpdate());
        return start;
    }

    private Optional<LocalDateTime> feed(Server server, String category) {
        return database.createNativeQuery(
                        "select newest from patchwork_feed where source = ?1 and category = ?2", LocalDateTime.class)
                .setParameter(1, server.name())
                .setParameter(2, category)
                .getResultStream()
                .findFirst()
                .map(LocalDateTime.class::cast);
    }

    private void note(Server server, String category, List<Said.Event> page) {
        Object[] feed = (Object[]) database.createNativeQuery(
                        "select newest, seen from patchwork_feed where source = ?1 and category = ?2 for update")
                .setParameter(1, server.name())
                .setParameter(2, category)
                .getSingleResult();
        Set<Long> seen = new HashSet<>(List.of((Long[]) feed[1]));
        LocalDateTime newest = (LocalDateTime) feed[0];
        for (Said.Event event : page) {
            if (seen.add(event.id())) {
                apply(server, event);
            }
            newest = event.date().isAfter(newest) ? event.date() : newest;
        }
        save(server, category, newest, seen);
    }

    private void forgetOlder(Server server, String category, List<Said.Event> recent) {
        Set<Long> ids = new HashSet<>();
        recent.forEach(event -> ids.add(event.id()));
        feed(server, category).ifPresent(newest -> save(server, category, newest, ids));
    }

    private void save(Server server, String category, LocalDateTime newest, Set<Long> seen) {
        database.createNativeQuery(
                        "update patchwork_feed set newest = ?3, seen = cast(?4 as bigint[]) where source = ?1 and category = ?2")
                .setParameter(1, server.name())
                .setParameter(2, category)
                .setParameter(3, newest)
                .setParameter(4, seen.toArray(Long[]::new))
                .executeUpdate();
    }

    private void apply(Server server, Said.Event event) {
        Said.Payload payload = event.payload();
        switch (event.category()) {
            case "series-created", "series-completed" -> {
                if (payload.series() != null) {
                    ledger.wanted(server.name(), payload.series().id());
                }
            }
            case "patch-state-changed" -> {
                if (payload.patch() != null && payload.currentState() != null) {
                    boolean opened = !Relevance.closes(payload.currentState())
                            && Relevance.closes(
                                    Optional.ofNullable(payload.previousState()).orElse(""));
                    ledger.changed(server, payload.patch().id(), "state", payload.currentState(), opened);
                }
            }
            case "patch-delegated" -> {
                if (payload.patch() != null) {
                    Delegate to = Delegate.of(payload.currentDelegate());
                    boolean ours = server.config().delegate().map(to::isOneOf).orElse(false);
                    ledger.changed(server, payload.patch().id(), "delegate", to.words(), ours);
                }
            }
            case "patch-comment-created", "cover-comment-created" -> {
                Said.Ref about = payload.patch() == null ? payload.cover() : payload.patch();
                if (about != null
                        && payload.comment() != null
                        && payload.comment().url() != null) {
                    rechecks.answered(
                            server.name(), event.id(), payload.comment().url(), about.msgid());
                }
            }
            default -> {} // the server was not asked for it
        }
    }
}
