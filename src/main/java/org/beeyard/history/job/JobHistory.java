package org.beeyard.history.job;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.beeyard.history.Rows;
import org.beeyard.history.program.ProgramJobs;
import org.beeyard.history.run.Findings;
import org.beeyard.history.run.JobLook;

/** Reads a job with its attempts. */
@ApplicationScoped
public class JobHistory {

    private final EntityManager database;
    private final Findings findings;
    private final ProgramJobs programs;

    JobHistory(EntityManager database, Findings findings, ProgramJobs programs) {
        this.programs = programs;
        this.database = database;
        this.findings = findings;
    }

    @Transactional
    public Optional<JobDetail> of(long id) {
        Findings.Found found = findings.ofJob(id);
        return rows("""
                        select j.id, j.name, j.state, %s, j.sentence, r.id, s.id, s.title
                          from job j join run r on r.id = j.run_id left join series s on s.id = r.series_id %s where j.id = ?1
                        """.formatted(JobLook.LOOK, JobLook.JOINED), id)
                .findFirst()
                .map(r -> new JobDetail(
                        number(r[0]),
                        (String) r[1],
                        (String) r[2],
                        (String) r[3],
                        (String) r[4],
                        number(r[5]),
                        optional(r[6]),
                        (String) r[7],
                        attempts(id),
                        found.rows(),
                        found.more(),
                        lists(id),
                        events(number(r[5]), id),
                        programs.ofJob(id).orElse(null)));
    }

    private List<JobDetail.ListsRow> lists(long job) {
        return rows("""
                        select a.number, coalesce(w.entries, '{}'), coalesce(d.entries, '{}'), a.list_sources
                          from attempt a left join test_list w on w.id = a.allowed left join test_list d on d.id = a.denied
                         where a.job_id = ?1 and a.list_sources is not null order by a.number desc
                        """, job)
                .map(r -> new JobDetail.ListsRow(
                        (int) number(r[0]), List.of((String[]) r[1]), List.of((String[]) r[2]), List.of((String[])
                                r[3])))
                .toList();
    }

    private List<JobDetail.AttemptRow> attempts(long job) {
        return rows("""
                        select id, number, purpose, shard, shards, state, reason, sentence, created_at, started_at, running_at, finished_at, host, accelerator, step,
                               coalesce(done, 0), coalesce(expected, 0), log_size, log_dropped, cpu_ms, log_gone_at
                          from attempt where job_id = ?1 order by number desc
                        """, job)
                .map(r -> new JobDetail.AttemptRow(
                        number(r[0]),
                        (int) number(r[1]),
                        (String) r[2],
                        (int) number(r[3]),
                        (int) number(r[4]),
                        (String) r[5],
                        (String) r[6],
                        (String) r[7],
                        (Instant) r[8],
                        (Instant) r[9],
                        (Instant) r[10],
                        (Instant) r[11],
                        (String) r[12],
                        (String) r[13],
                        (String) r[14],
                        (int) number(r[15]),
                        (int) number(r[16]),
                        number(r[17]),
                        (Instant) r[20],
                        number(r[18]),
                        optional(r[19]),
                        rows(
                                        "select id, name, sha256, size from artifact where attempt_id = ?1 order by name",
                                        number(r[0]))
                                .map(f -> new JobDetail.ArtifactRow(
                                        number(f[0]), (String) f[1], (String) f[2], number(f[3])))
                                .toList()))
                .toList();
    }

    private List<JobDetail.EventRow> events(long run, long job) {
        return rows("select at, what from event where run_id = ?1 and job_id = ?2 order by at, id limit 200", run, job)
                .map(r -> new JobDetail.EventRow((Instant) r[0], (String) r[1]))
                .toList();
    }

    /** All that a finding's test said, as far as it is kept. */
    @Transactional
    public Optional<String> excerpt(long finding) {
        return rows("""
                        select coalesce((
                               select d.text from attempt a
                                 join test_result r on r.attempt_id = a.id and r.day = cast(a.created_at at time zone 'UTC' as date) and r.test_id = f.test_id
                                 join result_detail d on d.id = r.detail_id
                                where a.job_id = f.job_id and r.status not in (0, 1) order by a.number limit 1), f.detail), f.id from finding f where f.id = ?1
                        """, finding).findFirst().map(r -> (String) r[0]);
    }

    /** The blob of an artifact. */
    @Transactional
    public Optional<JobDetail.ArtifactRow> artifact(long id) {
        return rows("select id, name, sha256, size from artifact where id = ?1", id)
                .findFirst()
                .map(f -> new JobDetail.ArtifactRow(number(f[0]), (String) f[1], (String) f[2], number(f[3])));
    }

    private Stream<Object[]> rows(String sql, Object... parameters) {
        return Rows.of(database, sql, parameters);
    }
}
