package org.beeyard.series.patchwork;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.beeyard.patchwork.PatchworkServers.Server;
import org.beeyard.wire.Fault;
import org.jboss.logging.Logger;

/**
 * What is still to be asked of a server, each until there is an answer. A question that cannot be answered is put off by
 * itself, later each time, and holds up no other; a server that cannot be reached ends the round.
 */
@ApplicationScoped
class Questions {

    private static final Logger log = Logger.getLogger(Questions.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final int DOUBLINGS = 7; // up to an hour
    private static final int AT_ONCE = 50;

    private final EntityManager database;
    private final Clock clock;

    Questions(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What is asked about. Each has a table with {@code due_at} and {@code tries}. */
    enum About {
        SERIES("patchwork_series", "state = 'WANTED'"),
        /** Which series a patch belongs to. */
        PATCH("patchwork_patch", "patchwork_series_id is null"),
        REPLY("patchwork_comment", "true");

        private final String table;
        private final String open;

        About(String table, String open) {
            this.table = table;
            this.open = open;
        }
    }

    /** One question. With the answer it writes down that the question is not open any more. */
    interface Asking {
        void ask(long id) throws Fault;
    }

    /** What to do about a question that the server will never answer; in a transaction of its own. */
    interface GivingUp {
        void giveUp(long id, String why);
    }

    void askAll(Server server, About what, Asking asking, GivingUp givingUp) throws Fault {
        for (List<Long> due = due(server, what); !due.isEmpty(); due = due(server, what)) {
            for (long id : due) {
                try {
                    asking.ask(id);
                } catch (Fault fault) {
                    String why = String.valueOf(fault.getMessage());
                    switch (fault.kind()) {
                        case MISSING, REFUSED ->
                            QuarkusTransaction.requiringNew().run(() -> givingUp.giveUp(id, why));
                        case TOO_LARGE, BROKEN -> {
                            log.warnf("%s: %s %d is asked for again later: %s", server.name(), what, id, why);
                            putOff(server, what, id, why);
                        }
                        case UNREACHABLE, BUSY, FORBIDDEN -> throw fault;
                    }
                } catch (RuntimeException e) {
                    log.errorf(e, "%s: %s %d cannot be dealt with; it is tried again", server.name(), what, id);
                    putOff(server, what, id, "The farm failed: " + e.getMessage());
                }
            }
        }
    }

    private List<Long> due(Server server, About what) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "select id from " + what.table + " where source = ?1 and " + what.open
                                        + " and due_at <= ?2 order by due_at, id limit " + AT_ONCE,
                                Long.class)
                        .setParameter(1, server.name())
                        .setParameter(2, clock.instant())
                        .getResultList());
    }

    private void putOff(Server server, About what, long id, String why) {
        QuarkusTransaction.requiringNew().run(() -> {
            int tries = ((Number) database.createNativeQuery(
                                    "update " + what.table
                                            + " set tries = tries + 1, reason = ?3 where source = ?1 and id = ?2 returning tries")
                            .setParameter(1, server.name())
                            .setParameter(2, id)
                            .setParameter(3, why.replace("\0", ""))
                            .getSingleResult())
                    .intValue();
            Instant due = clock.instant().plus(PAUSE.multipliedBy(1L << Math.min(tries - 1, DOUBLINGS)));
            database.createNativeQuery("update " + what.table + " set due_at = ?3 where source = ?1 and id = ?2")
                    .setParameter(1, server.name())
                    .setParameter(2, id)
                    .setParameter(3, due)
                    .executeUpdate();
        });
    }
}
