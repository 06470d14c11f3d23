package org.beeyard.job;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Optional;
import org.beeyard.protocol.Ending;

/** Ends all of a run at once, in the caller's transaction. Executors find the ended attempts and clean up. */
final class Cancellation {

    private Cancellation() {}

    static void cancel(EntityManager database, Run run, String why, Instant now) {
        database.lock(run, LockModeType.PESSIMISTIC_WRITE);
        database.refresh(run);
        if (!run.unfinished()) {
            return;
        }
        for (Attempt attempt : database.createQuery(
                        "from Attempt where job.run = ?1 and finishedAt is null", Attempt.class)
                .setParameter(1, run)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()) {
            attempt.ended(new AttemptState.Ended(now, Ending.CANCELLED, Optional.empty(), "Cancelled: " + why + "."));
        }
        for (Job job : database.createQuery("from Job where run = ?1", Job.class)
                .setParameter(1, run)
                .getResultList()) {
            job.become(JobState.CANCELLED, "Cancelled: " + why + ".", now);
        }
        run.finish(RunState.CANCELLED, "Cancelled: " + why + ".", now);
    }
}
