package org.beeyard.job;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.beeyard.job.Attempts.AttemptEnded;
import org.beeyard.job.RunPlanning.RunPlanned;

/** The stage between a job that waits for others and one that waits for a slot. */
@ApplicationScoped
public class Unblocking {

    private final EntityManager database;
    private final Sharding sharding;
    private final Clock clock;
    private final Event<JobsQueued> queued;

    Unblocking(EntityManager database, Sharding sharding, Clock clock, Event<JobsQueued> queued) {
        this.database = database;
        this.sharding = sharding;
        this.clock = clock;
        this.queued = queued;
    }

    /** There may be something to claim. */
    public record JobsQueued() {}

    void planned(@ObservesAsync RunPlanned event) {
        run();
    }

    void ended(@ObservesAsync AttemptEnded event) {
        run();
    }

    @Scheduled(every = "2s", identity = "unblocking")
    synchronized void run() {
        if (QuarkusTransaction.requiringNew().call(this::unblock)) {
            queued.fireAsync(new JobsQueued());
        }
    }

    /** Jobs of which nothing unfinished is needed any more. */
    private boolean unblock() {
        List<Job> ready =
                database.createQuery("""
                        select j from Job j
                         where j.state = BLOCKED
                           and not exists (select 1 from Job k join k.needs n where k = j and n.state in (BLOCKED, QUEUED, RUNNING))
                         order by j.id
                        """, Job.class).setMaxResults(200).getResultList();
        List<Job> runnable = new ArrayList<>();
        for (Job job : ready) {
            // The run is locked before its jobs, here as where runs are cancelled: of the two one comes second and sees
            // it.
            database.lock(job.run(), LockModeType.PESSIMISTIC_WRITE);
            database.refresh(job);
            if (job.state() != JobState.BLOCKED) {
                continue;
            }
            if (job.needs().stream()
                    .anyMatch(need -> need.run().id() == job.run().id() && need.state() != JobState.PASSED)) {
                job.become(JobState.SKIPPED, "Not run: " + broken(job) + ".", clock.instant());
            } else {
                runnable.add(job);
            }
        }
        Instant now = clock.instant();
        for (Sharding.Part part : sharding.parts(runnable)) {
            Job job = part.job();
            database.persist(new Attempt(
                    job, part.share().number(), Attempt.Purpose.FIRST, job.onlyTests(), part.share(), now, now));
            job.become(JobState.QUEUED, null, now);
        }
        return !runnable.isEmpty();
    }

    private static String broken(Job job) {
        return job.needs().stream()
                .filter(need -> need.state() != JobState.PASSED)
                .findFirst()
                .map(need -> need.name() + " is " + need.state())
                .orElse("a job it needs has not passed");
    }
}
