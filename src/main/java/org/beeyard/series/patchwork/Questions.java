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

    /** More than a day: a server that is upgraded, or restored, may say for hours that it has nothing. */
    static final int MOST_TRIES = 32;

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

    /** What to do about a question that has been asked in vain time and again; in a transaction of its own. */
    interface GivingUp {
        void giveUp(long id, String why);
    }

    void askAll(Server server, About what, Asking asking, GivingUp givingUp) throws Fault {
        for (List<Long> due = due(server.name(), what); !due.isEmpty(); due = due(server.name(), what)) {
            for (long id : due) {
                ask(server.name(), what, id, asking, givingUp);
            }
        }
    }

    void ask(String server, About what, long id, Asking asking, GivingUp givingUp) throws Fault {
        try {
            asking.ask(id);
        } catch (Fault fault) {
            switch (fault.kind()) {
                case TOO_LARGE, BROKEN, MISSING, REFUSED -> {
                    String why = String.valueOf(fault.getMessage());
                    log.warnf("%s: %s %d was asked for in vain: %s", server, what, id, why);
                    inVain(server, what, id, why, givingUp);
                }
                case UNREACHABLE, BUSY, FORBIDDEN -> throw fault;
            }
        } catch (RuntimeException | Error e) { // also for want of memory: it would be the first one again
            log.errorf(e, "%s: %s %d cannot be dealt with", server, what, id);
            inVain(server, what, id, "The farm failed: " + e, givingUp);
        }
    }

    private void inVain(String server, About what, long id, String why, GivingUp givingUp) {
        QuarkusTransaction.requiringNew().run(() -> {
            if (putOff(server, what, id, why) >= MOST_TRIES) {
                givingUp.giveUp(id, why);
            }
        });
    }

    private List<Long> due(String server, About what) {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(
                                "select id from " + what.table + " where source = ?1 and " + what.open
                                        + " and due_at <= ?2 order by due_at, id limit " + AT_ONCE,
                                Long.class)
                        .setParameter(1, server)
                        .setParameter(2, clock.instant())
                        .getResultList());
    }

    /** Returns how often it has been asked in vain. */
    private int putOff(String server, About what, long id, String why) {
        int tries = ((Number) database.createNativeQuery("update " + what.table
                                + " set tries = tries + 1, reason = ?3 where source = ?1 and id = ?2 returning tries")
                        .setParameter(1, server)
                        .setParameter(2, id)
                        .setParameter(3, why.replace("\0", ""))
                        .getSingleResult())
                .intValue();
        Instant due = clock.instant().plus(PAUSE.multipliedBy(1L << Math.min(tries - 1, DOUBLINGS)));
        database.createNativeQuery("update " + what.table + " set due_at = ?3 where source = ?1 and id = ?2")
                .setParameter(1, server)
                .setParameter(2, id)
                .setParameter(3, due)
                .executeUpdate();
        return tries;
    }
}
