package org.beeyard.check;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.beeyard.check.Standing.Progress;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.beeyard.series.SeriesState;
import org.jspecify.annotations.Nullable;

/** Reads how a series stands. */
@ApplicationScoped
class Standings {

    private final EntityManager database;

    Standings(EntityManager database) {
        this.database = database;
    }

    /** In the caller's transaction, whose changes are written. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Standing of(long series) {
        Object[] row = (Object[])
                database.createNativeQuery("""
                        select s.title, s.version, s.submitter, t.name, s.state, s.problem,
                               (select r.id from run r where r.series_id = s.id and r.kind = 'SERIES' order by r.id desc limit 1), s.run_wanted, s.farms_fault
                          from series s left join base b on b.id = s.base_id left join tree t on t.id = b.tree_id where s.id = ?1
                        """).setParameter(1, series).getSingleResult();
        return new Standing(
                series,
                (String) row[0],
                ((Number) row[1]).intValue(),
                (String) row[2],
                Optional.ofNullable((String) row[3]),
                progress(
                        SeriesState.valueOf((String) row[4]),
                        Optional.ofNullable((String) row[5]).orElse(""),
                        row[6] == null ? null : ((Number) row[6]).longValue(),
                        (Boolean) row[7],
                        (Boolean) row[8]));
    }

    private Progress progress(
            SeriesState state, String problem, @Nullable Long run, boolean runWanted, boolean farmsFault) {
        return switch (state) {
            case RECEIVED -> new Progress.Held();
            case READY -> new Progress.Unknown();
            case CONFLICT, REJECTED, ALREADY_APPLIED -> new Progress.NotRun(state, problem, farmsFault);
            case SUPERSEDED -> new Progress.Dropped("a newer version has come");
            case CLOSED -> new Progress.Dropped(problem);
            case APPLIED -> run == null || runWanted ? new Progress.Unknown() : run(run);
        };
    }

    private Progress run(long id) {
        Object[] row =
                (Object[]) database.createNativeQuery("""
                        select r.state, coalesce(r.sentence, ''), case when b.state = 'FOUND' then b.bad end, b.sentence, b.state = 'RUNNING'
                          from run r left join bisection b on b.run_id = r.id where r.id = ?1
                        """).setParameter(1, id).getSingleResult();
        RunState state = RunState.valueOf((String) row[0]);
        return switch (state) {
            case PENDING, RUNNING -> new Progress.Running(id, jobs(id, true));
            case CANCELLED -> new Progress.Dropped((String) row[1]);
            case PASSED, WARNING, FAILED, ERROR, CONFLICT ->
                new Progress.Judged(
                        id,
                        state,
                        row[3] == null ? (String) row[1] : row[3] + " " + row[1],
                        jobs(id, false),
                        Optional.ofNullable((Number) row[2]).map(Number::intValue),
                        Boolean.TRUE.equals(row[4]));
        };
    }

    /** @param own whether those are left out that were not run again: what was said of them stands */
    private List<Standing.Job> jobs(long run, boolean own) {
        return database
                .createNativeQuery("""
                        select j.id, j.name, j.arch, j.compiler, j.suite, case when f.unfit > 0 and job_look(?1, j.id) = 'PASSED' then 'PASSED' else j.state end, coalesce(j.sentence, ''),
                               coalesce(f.fresh, 0), coalesce(f.flaky, 0), coalesce(f.known, 0), coalesce(n.tests, 0), b.state, f.first, coalesce(f.grown, 0), coalesce(f.unfit, 0)
                          from jobs_of(?1) j
                          join run r on r.id = ?1
                          left join lateral (
                               select count(*) filter (where verdict in ('NEW_FAILURE', 'MISSING')) as fresh,
                                      count(*) filter (where verdict = 'FLAKY') as flaky,
                                      count(*) filter (where verdict = 'KNOWN_FAILURE') as known,
                                      count(*) filter (where verdict = 'GROWTH') as grown,
                                      count(*) filter (where verdict = 'UNFIT') as unfit,
                                      coalesce(min(x.id) filter (where verdict in ('NEW_FAILURE', 'MISSING')), min(x.id)) as first
                                 from told_finding x where x.job_id = j.id and x.run_id = ?1) f on true
                          left join lateral (
                               select cast(sum(a.done) as int) as tests
                                 from (select distinct on (shard) done from attempt
                                        where job_id = j.id and purpose <> 'CONFIRM' order by shard, number desc) a) n on true
                          left join lateral (
                               select case when y.state = 'FAILED' and f.unfit > 0 and job_look(y.run_id, y.id) = 'PASSED' then 'PASSED' else y.state end as state
                                 from job y where y.run_id = base_run_of(r.id) and y.name = j.name) b on true
                         where j.run_id = ?1 or not ?2 order by j.id
                        """, Object[].class)
                .setParameter(1, run)
                .setParameter(2, own)
                .getResultList()
                .stream()
                .map(row -> job((Object[]) row))
                .toList();
    }

    private static Standing.Job job(Object[] r) {
        return new Standing.Job(
                ((Number) r[0]).longValue(),
                (String) r[1],
                (String) r[2],
                (String) r[3],
                Optional.ofNullable((String) r[4]),
                JobState.valueOf((String) r[5]),
                (String) r[6],
                ((Number) r[7]).intValue(),
                ((Number) r[8]).intValue(),
                ((Number) r[9]).intValue(),
                ((Number) r[13]).intValue(),
                ((Number) r[14]).intValue(),
                ((Number) r[10]).intValue(),
                Optional.ofNullable((String) r[11]).map(JobState::valueOf),
                Optional.ofNullable((Number) r[12]).map(Number::longValue));
    }
}
