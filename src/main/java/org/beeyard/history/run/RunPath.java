package org.beeyard.history.run;

import static org.beeyard.history.Rows.number;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.beeyard.history.Rows;

/** Reads what a run's verdict waited for, by {@link CriticalPath}. In the caller's transaction. */
@ApplicationScoped
class RunPath {

    private final EntityManager database;

    RunPath(EntityManager database) {
        this.database = database;
    }

    /** None of a run that goes on, or was ended by somebody. */
    List<CriticalPath.Step> of(RunRow run) {
        return run.finishedAt() == null || run.state().equals("CANCELLED")
                ? List.of()
                : CriticalPath.of(jobs(run.id()), run.createdAt());
    }

    private List<CriticalPath.Node> jobs(long run) {
        return Rows.of(database, """
                        select j.id, j.run_id, j.name, count(a.id), min(a.started_at), max(a.finished_at),
                               array(select n.needs_id from job_need n where n.job_id = j.id)
                          from (select id from job where run_id = ?1
                                union select n.needs_id from job x join job_need n on n.job_id = x.id where x.run_id = ?1) w
                          join job j on j.id = w.id join attempt a on a.job_id = j.id
                         group by j.id
                        """, run)
                .map(r -> new CriticalPath.Node(
                        number(r[0]),
                        number(r[1]),
                        (String) r[2],
                        (int) number(r[3]),
                        (Instant) r[4],
                        (Instant) r[5],
                        Set.of((Long[]) r[6])))
                .toList();
    }
}
