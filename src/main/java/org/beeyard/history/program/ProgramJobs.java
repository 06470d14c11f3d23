package org.beeyard.history.program;

import static org.beeyard.history.Rows.number;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.beeyard.history.Rows;

/** Reads what jobs of veristat came to: it is what differs from the base that counts, and not what is refused on both. In the caller's transaction. */
@ApplicationScoped
public class ProgramJobs {

    private static final String ROWS = """
            select j.id, case when r.finished_at is not null then job_look(r.id, j.id) end,
                   o.id is not null and not exists (select 1 from retention k where k.work = 'results' and c.day < k.gone_until),
                   c.refused, c.grew, c.added, c.gone, c.shrank, c.accepted
              from job j join run r on r.id = j.run_id
              left join job o on r.kind = 'SERIES' and o.run_id = base_run_of(r.id) and o.name = j.name and o.state in ('PASSED', 'FAILED') and r.finished_at is not null
             cross join lateral (
                   select cast(r.finished_at at time zone 'UTC' as date) as day, count(*) filter (where x.what = 'REFUSED') as refused, count(*) filter (where x.what = 'GREW') as grew,
                          count(*) filter (where x.what = 'ADDED') as added, count(*) filter (where x.what = 'GONE') as gone,
                          count(*) filter (where x.what = 'SHRANK') as shrank, count(*) filter (where x.what = 'ACCEPTED') as accepted
                     from program_change x where x.run_id = r.id and x.day = cast(r.finished_at at time zone 'UTC' as date) and x.job_id = j.id) c
             where %s and j.suite like 'veristat%%' and j.state in ('PASSED', 'FAILED')
            """;

    private final EntityManager database;

    ProgramJobs(EntityManager database) {
        this.database = database;
    }

    /** By job; only those that came to an end. */
    public Map<Long, Compared> ofRun(long run) {
        return read("j.run_id = ?1", run);
    }

    public Optional<Compared> ofJob(long job) {
        return Optional.ofNullable(read("j.id = ?1", job).get(job));
    }

    private Map<Long, Compared> read(String which, long id) {
        Function<Object[], Compared> compared = r -> new Compared(
                r[1] == null ? "NONE" : (String) r[1],
                (Boolean) r[2]
                        ? new ProgramCounts(
                                number(r[3]), number(r[4]), number(r[5]), number(r[6]), number(r[7]), number(r[8]))
                        : null);
        return Rows.of(database, ROWS.formatted(which), id).collect(Collectors.toMap(r -> number(r[0]), compared));
    }
}
