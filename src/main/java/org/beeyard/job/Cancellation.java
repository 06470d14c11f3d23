package org.beeyard.job;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.beeyard.protocol.Ending;

/**
 * Ends all of a run at once, in the caller's transaction. Executors find the ended attempts and clean up. The run is locked
 * before its attempts; who has locked an attempt must not wait for the run.
 */
final class Cancellation {

    private Cancellation() {}

    static void cancel(EntityManager database, Run run, String why, Instant now) {
        database.lock(run, LockModeType.PESSIMISTIC_WRITE);
        database.refresh(run);
        if (!run.unfinished()) {
            return;
        }
        String words = "Cancelled: " + why + ".";
        // One that is just ending may leave another, which is seen only when the end is: so the look that finds none is
        // the last.
        for (List<Attempt> live = live(database, run); !live.isEmpty(); live = live(database, run)) {
            for (Attempt attempt : live) {
                database.refresh(attempt, LockModeType.PESSIMISTIC_WRITE);
                if (!attempt.isEnded()) {
                    attempt.ended(new AttemptState.Ended(now, Ending.CANCELLED, Optional.empty(), words));
                }
            }
        }
        for (Job job : database.createQuery("from Job where run = ?1", Job.class)
                .setParameter(1, run)
                .getResultList()) {
            job.become(JobState.CANCELLED, words, now);
        }
        run.finish(RunState.CANCELLED, words, now);
    }

    /** As they are committed, and waiting for nobody. */
    private static List<Attempt> live(EntityManager database, Run run) {
        return database.createQuery("from Attempt where job.run = ?1 and finishedAt is null order by id", Attempt.class)
                .setParameter(1, run)
                .getResultList();
    }
}
