package org.beeyard.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.beeyard.job.RunPlanning.RunPlanned;
import org.beeyard.plan.JobKind;

/** Plans runs of a part of a series, or of a commit before a base: one job as it was, with its build, for a few tests only. */
@ApplicationScoped
public class BisectSteps {

    private final EntityManager database;
    private final Clock clock;
    private final Event<RunPlanned> planned;

    BisectSteps(EntityManager database, Clock clock, Event<RunPlanned> planned) {
        this.database = database;
        this.clock = clock;
        this.planned = planned;
    }

    /**
     * In the caller's transaction.
     *
     * @param of the job that failed
     * @param tests to run; empty for a build alone
     * @return the run
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public long plan(Job of, Run.Part part, List<String> tests) {
        Instant now = clock.instant();
        Run step = new Run(of.run(), part, now);
        database.persist(step);
        Optional<Job> build = of.kind() == JobKind.BUILD
                ? Optional.of(of)
                : of.needs().stream()
                        .filter(need -> need.kind() == JobKind.BUILD)
                        .findFirst();
        // A suite that only looks at the sources needs none.
        Optional<Job> built = build.map(job -> new Job(step, job, ground(job), List.of(), now));
        built.ifPresent(database::persist);
        if (of.kind() == JobKind.TEST) {
            database.persist(new Job(step, of, built.stream().toList(), tests, now));
        }
        return step.id();
    }

    /** What the step's build starts from: what the build itself did, or when that was a base's, what it made. */
    private static List<Job> ground(Job build) {
        return build.run().kind() == RunKind.BASE && build.needs().isEmpty() ? List.of(build) : build.needs();
    }

    /** To be called when the transaction of {@link #plan} is committed. */
    public void announce() {
        planned.fireAsync(new RunPlanned());
    }
}
