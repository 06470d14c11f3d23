package org.beeyard.mirror;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.beeyard.lease.Leases;
import org.beeyard.mirror.Ledger.Row;
import org.beeyard.mirror.Mirrors.Mirror;
import org.beeyard.series.SeriesChanged;
import org.beeyard.wire.Fault;
import org.beeyard.wire.Pauses;
import org.beeyard.wire.PausesConfig;
import org.jboss.logging.Logger;

/**
 * Goes round the mirrors: keeps the trees' copies, and looks at the changes that are due. It runs where series are applied, for what is
 * pushed is in that replica's store.
 */
@ApplicationScoped
class Patrol {

    private static final Logger log = Logger.getLogger(Patrol.class);

    private final Mirrors mirrors;
    private final Ledger ledger;
    private final Notes notes;
    private final TreeCopies copies;
    private final Turn turn;
    private final Leases leases;
    private final Pauses pauses;

    private final ReentrantLock mine = new ReentrantLock();

    Patrol(
            Mirrors mirrors,
            Ledger ledger,
            Notes notes,
            TreeCopies copies,
            Turn turn,
            Leases leases,
            PausesConfig pauses,
            Clock clock) {
        this.mirrors = mirrors;
        this.ledger = ledger;
        this.notes = notes;
        this.copies = copies;
        this.turn = turn;
        this.leases = leases;
        this.pauses = new Pauses(pauses, clock, log::log);
    }

    void started(@Observes StartupEvent event) {
        ledger.configured(mirrors.all());
    }

    /** First of all who observe it: so of two transactions that change one series none waits for the other in a circle. */
    void changed(@Observes @Priority(1) SeriesChanged event) {
        if (!mirrors.all().isEmpty()) {
            ledger.changed(event.series());
        }
    }

    @Scheduled(every = "1s", identity = "mirror", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (mirrors.all().isEmpty() || !leases.holds(Leases.TREES) || !mine.tryLock()) {
            return;
        }
        try {
            mirrors.all().forEach(this::visit);
        } finally {
            mine.unlock();
        }
    }

    private void visit(Mirror mirror) {
        if (pauses.left(mirror.toString()).isPresent()) {
            return;
        }
        try {
            if (!mirror.client().speaks()) {
                pauses.failed(mirror.toString(), "MUTE", "no app and no token is configured", Duration.ofHours(1));
                notes.ended(mirror, "No app and no token is configured, so nothing can be pushed.");
                return;
            }
            boolean asked = copies.keep(mirror, Optional.empty());
            for (long id : ledger.due(mirror)) {
                if (!leases.holds(Leases.TREES)) {
                    return;
                }
                look(mirror, ledger.row(id));
                asked = true;
            }
            if (asked) {
                notes.ended(mirror, null);
                pauses.well(mirror.toString());
            }
        } catch (Fault fault) {
            pauses.failed(mirror.toString(), fault);
            notes.ended(mirror, fault.getMessage());
        } catch (IOException e) {
            pauses.failed(mirror.toString(), "GIT", String.valueOf(e.getMessage()), Duration.ZERO);
            notes.ended(mirror, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.errorf(e, "mirror of %s: the round failed; it is tried again", mirror);
            pauses.failed(mirror.toString(), "FARM", "the farm failed", Duration.ZERO);
            notes.ended(mirror, "The farm failed: " + e.getMessage());
        }
    }

    /** What concerns one change holds up no other. */
    private void look(Mirror mirror, Row row) throws IOException {
        try {
            turn.take(mirror, row);
            pauses.well(mirror.toString());
        } catch (Fault fault) {
            if (fault.concernsAll()) {
                throw fault;
            }
            notes.putOff(row, String.valueOf(fault.getMessage()));
        } catch (Turn.Stuck | IOException e) {
            notes.putOff(row, String.valueOf(e.getMessage()));
        } catch (Leases.Lost e) {
            throw e;
        } catch (RuntimeException e) {
            log.errorf(
                    e, "mirror of %s: %s cannot be shown", mirror, row.noted().branch());
            notes.putOff(row, "The farm failed: " + e.getMessage());
        }
    }
}
