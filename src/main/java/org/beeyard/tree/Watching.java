package org.beeyard.tree;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.io.IOException;
import java.util.Optional;
import org.beeyard.lease.Leases;
import org.beeyard.tree.KernelTrees.UnknownTree;
import org.beeyard.tree.Timetable.Due;
import org.beeyard.tree.Timetable.Errand;
import org.jboss.logging.Logger;

/** The stage between a time that has come and a base that is to be run without a series. */
@ApplicationScoped
class Watching {

    private static final Logger log = Logger.getLogger(Watching.class);

    private final Timetable timetable;
    private final Bases bases;
    private final Leases leases;
    private final EntityManager database;

    Watching(Timetable timetable, Bases bases, Leases leases, EntityManager database) {
        this.timetable = timetable;
        this.bases = bases;
        this.leases = leases;
        this.database = database;
    }

    @Scheduled(every = "2s", identity = "watching", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void run() {
        if (leases.holds(Leases.TREES)) {
            timetable.due().forEach(this::keep);
        }
    }

    private void keep(Due due) {
        try {
            Bases.Adopted base = bases.newest(due.tree());
            boolean wanted = switch (due.errand()) {
                case LOOK -> !due.base().equals(Optional.of(base.id()));
                case AGAIN -> true;
            };
            if (wanted) {
                bases.store(base);
            }
            QuarkusTransaction.requiringNew().run(() -> {
                leases.confirm(Leases.TREES);
                if (timetable.done(due, base.id()) && wanted) {
                    database.find(Base.class, base.id(), LockModeType.PESSIMISTIC_WRITE)
                            .wantsRun(due.errand() == Errand.LOOK ? Base.RunWanted.NEW : Base.RunWanted.AGAIN);
                    log.infof(
                            "tree %s: base %s is to be run",
                            due.tree(), base.commit().abbreviated());
                }
            });
        } catch (IOException | UnknownTree | RuntimeException e) {
            log.errorf(e, "tree %s cannot be looked at now", due.tree());
            timetable.failed(due, String.valueOf(e.getMessage()));
        }
    }
}
