package org.beeyard.mirror;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.beeyard.lease.Leases;
import org.beeyard.wire.PausesConfig;

/** The mirror's rounds as a farm goes them that has just been started: nothing is known to it but what the database has. */
@ApplicationScoped
public class OtherPatrol {

    private final Mirrors mirrors;
    private final Ledger ledger;
    private final Notes notes;
    private final TreeCopies copies;
    private final Turn turn;
    private final Leases leases;
    private final PausesConfig pauses;
    private final Clock clock;

    OtherPatrol(
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
        this.pauses = pauses;
        this.clock = clock;
    }

    public void round() {
        new Patrol(mirrors, ledger, notes, copies, turn, leases, pauses, clock).run();
    }
}
