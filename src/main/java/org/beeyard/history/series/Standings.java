package org.beeyard.history.series;

import static org.beeyard.history.Rows.number;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import org.beeyard.history.Rows;
import org.beeyard.history.run.NewestAttempts;
import org.beeyard.history.series.Standing.Spoken;
import org.beeyard.history.series.Standing.Underway;

/** Tells how series stand, by two small queries: each client that waits asks several times a second. */
@ApplicationScoped
public class Standings {

    private final EntityManager database;

    Standings(EntityManager database) {
        this.database = database;
    }

    @Transactional
    public Optional<Standing> of(long series) {
        return Rows.of(database, """
                        select s.state, s.problem, s.farms_fault, r.id, r.state, nullif(concat_ws(' ', x.sentence, r.sentence), ''), r.created_at, r.finished_at
                          from series s %s left join bisection x on x.run_id = r.id where s.id = ?1
                        """.formatted(SpeakingRun.JOINED), series)
                .map(r -> new Standing(
                        series,
                        (String) r[0],
                        (String) r[1],
                        (Boolean) r[2],
                        r[3] == null ? Optional.empty() : Optional.of(spoken(r))))
                .findFirst();
    }

    private Spoken spoken(Object[] r) {
        long run = number(r[3]);
        boolean finished = r[7] != null;
        return new Spoken(
                run,
                (String) r[4],
                (String) r[5],
                (Instant) r[6],
                finished,
                finished ? Optional.empty() : underway(run));
    }

    /** The first of its own jobs that runs, or of those of its base. */
    private Optional<Underway> underway(long run) {
        return Rows.of(database, """
                        select j.name, j.run_id <> ?1, a.step, coalesce(a.done, 0), coalesce(a.expected, 0), a.started_at
                          from job j
                          %s
                         where j.run_id in (?1, base_run_of(?1)) and j.state = 'RUNNING' order by j.run_id <> ?1, j.id limit 1
                        """.formatted(NewestAttempts.JOINED), run)
                .map(r -> new Underway(
                        (String) r[0], (Boolean) r[1], (String) r[2], number(r[3]), number(r[4]), (Instant) r[5]))
                .findFirst();
    }
}
