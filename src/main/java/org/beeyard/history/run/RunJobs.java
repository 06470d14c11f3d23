package org.beeyard.history.run;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.beeyard.history.Rows;
import org.beeyard.history.program.Compared;
import org.beeyard.history.program.ProgramJobs;

/** Reads the jobs of a run with how far they are. In the caller's transaction. */
@ApplicationScoped
class RunJobs {

    private final EntityManager database;
    private final ProgramJobs programs;

    RunJobs(EntityManager database, ProgramJobs programs) {
        this.database = database;
        this.programs = programs;
    }

    List<RunDetail.JobRow> of(long run) {
        Map<Long, Compared> compared = programs.ofRun(run);
        return Rows.of(database, """
                        select j.id, j.name, j.kind, j.state, %s, j.since, j.sentence, a.id, coalesce(a.number, 0), a.started_at, a.finished_at, a.step,
                               coalesce(a.done, 0), coalesce(a.expected, 0), a.accelerator, a.cpu_ms, c.passed + least(c.failed, coalesce(c.passed_again, 0)), greatest(c.failed - coalesce(c.passed_again + c.skipped_again, 0), 0), c.skipped + coalesce(c.skipped_again, 0), c.unfit, least(c.failed, coalesce(c.passed_again, 0)), coalesce(j.suite, ''), j.arch, j.compiler, j.pool, j.blocking
                          from job j join run r on r.id = j.run_id
                          %s
                          %s
                          left join lateral (
                               select sum(coalesce(x.passed, n.passed)) filter (where not x.again) as passed, sum(coalesce(x.failed, n.failed)) filter (where not x.again) as failed,
                                      sum(coalesce(x.skipped, n.skipped)) filter (where not x.again) as skipped, sum(x.unfit) filter (where not x.again) as unfit,
                                      sum(coalesce(x.passed, n.passed)) filter (where x.again) as passed_again, sum(coalesce(x.skipped, n.skipped)) filter (where x.again) as skipped_again
                                 from (select distinct on (shard, purpose = 'CONFIRM') *, purpose = 'CONFIRM' as again from attempt where job_id = j.id
                                        order by shard, purpose = 'CONFIRM', number desc) x
                                cross join lateral (
                                      select count(*) filter (where r.status = 0) as passed, count(*) filter (where r.status >= 2) as failed,
                                             count(*) filter (where r.status = 1) as skipped
                                        from test_result r join test t on t.id = r.test_id and t.subtest = ''
                                       where x.passed is null and r.attempt_id = x.id and r.day = cast(x.created_at at time zone 'UTC' as date)) n) c on true
                         where j.run_id = ?1 order by j.id
                        """.formatted(JobLook.LOOK, JobLook.JOINED, NewestAttempts.JOINED), run)
                .map(r -> new RunDetail.JobRow(
                        number(r[0]),
                        (String) r[1],
                        (String) r[2],
                        (String) r[3],
                        (String) r[4],
                        (Instant) r[5],
                        (String) r[6],
                        optional(r[7]),
                        (int) number(r[8]),
                        (Instant) r[9],
                        (Instant) r[10],
                        (String) r[11],
                        (int) number(r[12]),
                        (int) number(r[13]),
                        (String) r[14],
                        optional(r[15]),
                        (int) number(r[16]),
                        (int) number(r[17]),
                        (int) number(r[18]),
                        (int) number(r[19]),
                        (int) number(r[20]),
                        new RunDetail.Place((String) r[21], (String) r[22], (String) r[23], (String) r[24]),
                        (Boolean) r[25],
                        compared.get(number(r[0]))))
                .toList();
    }
}
