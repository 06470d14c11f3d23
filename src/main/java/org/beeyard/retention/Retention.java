package org.beeyard.retention;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import org.beeyard.lease.Leases;
import org.jboss.logging.Logger;

/** Throws away what is old, some times a day, on the replica that has the lease. */
@ApplicationScoped
public class Retention {

    static final String LEASE = "retention";

    private static final Logger log = Logger.getLogger(Retention.class);

    private final RetentionConfig config;
    private final Leases leases;
    private final Rounds rounds;
    private final List<Work> works;

    Retention(
            RetentionConfig config,
            Leases leases,
            Rounds rounds,
            OldArtifacts artifacts,
            OldResults results,
            UnusedDetails details,
            OldLogs logs,
            OldSources sources,
            UnnamedBlobs blobs) {
        this.config = config;
        this.leases = leases;
        this.rounds = rounds;
        this.works = List.of(artifacts, results, details, logs, sources, blobs);
    }

    @Scheduled(
            every = "${beeyard.retention.look}",
            identity = "retention",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        for (Work work : works) {
            if (leases.holds(LEASE) && rounds.due(work.name(), config.every())) {
                round(work);
            }
        }
    }

    /** A round of all the work, now. */
    void all() {
        works.forEach(this::round);
    }

    private void round(Work work) {
        try {
            Bounds bounds = Bounds.of(config, rounds.begin(work.name()));
            Work.Done done;
            do {
                if (!leases.holds(LEASE)) {
                    return; // who has it now goes on
                }
                done = work.some(bounds);
                rounds.add(work.name(), done.removed(), done.freed());
            } while (done.more());
            rounds.end(work.name(), null);
        } catch (Leases.Lost e) {
            log.warnf("%s; it goes on there", e.getMessage());
        } catch (IOException | RuntimeException e) {
            log.errorf(e, "old %s cannot be thrown away now", work.name());
            rounds.end(work.name(), String.valueOf(e.getMessage()));
        }
    }
}
