package org.beeyard.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.plan.PlannedJob;

/** Makes of a plan the jobs of a run. In the caller's transaction. */
@ApplicationScoped
class Graphs {

    private final EntityManager database;
    private final Clock clock;

    Graphs(EntityManager database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** @param baseRun on whose builds those of the run stand */
    void persist(Run run, List<PlannedJob> planned, Optional<Run> baseRun) {
        Map<String, Job> byName = new HashMap<>();
        Map<String, Job> ofBase = new HashMap<>();
        baseRun.ifPresent(base -> database.createQuery("from Job where run = ?1", Job.class)
                .setParameter(1, base)
                .getResultList()
                .forEach(job -> ofBase.put(job.name(), job)));
        Instant now = clock.instant();
        for (PlannedJob plan : planned) {
            List<Job> needs = new ArrayList<>();
            plan.needs().forEach(name -> needs.add(byName.get(name)));
            plan.needsOfBase().stream()
                    .map(ofBase::get)
                    .filter(job -> job != null)
                    .forEach(needs::add);
            Job job = new Job(run, plan, needs, now);
            database.persist(job);
            byName.put(plan.name(), job);
        }
    }
}
