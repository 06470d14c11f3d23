package org.beeyard.history.run;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.beeyard.history.GoneResults;
import org.beeyard.history.Rows;
import org.beeyard.history.program.Programs;
import org.jspecify.annotations.Nullable;

/** Reads runs, alone and with all that is on their pages. */
@ApplicationScoped
public class RunHistory {

    private static final String RUN_ROW = """
            select r.id, r.kind, r.state, nullif(concat_ws(' ', x.sentence, r.sentence), ''), r.created_at, r.finished_at, t.name, b.commit_id, s.id, s.title, s.version, s.submitter, r.patches, r.at_commit,
                   case when s.state in ('SUPERSEDED', 'CLOSED') then s.state end
              from run r left join base b on b.id = r.base_id left join tree t on t.id = b.tree_id left join series s on s.id = r.series_id
              left join bisection x on x.run_id = r.id
            """;

    private static final int LIST = 50;

    private final EntityManager database;
    private final Findings findings;
    private final Programs programs;
    private final GoneResults gone;
    private final RunJobs jobs;
    private final TimeLeft timeLeft;
    private final RunPath path;
    private final RunWarnings warnings;

    RunHistory(
            EntityManager database,
            Findings findings,
            Programs programs,
            GoneResults gone,
            RunJobs jobs,
            TimeLeft timeLeft,
            RunPath path,
            RunWarnings warnings) {
        this.path = path;
        this.warnings = warnings;
        this.programs = programs;
        this.gone = gone;
        this.jobs = jobs;
        this.timeLeft = timeLeft;
        this.database = database;
        this.findings = findings;
    }

    /** The newest runs, before the one given. */
    @Transactional
    public List<RunRow> runs(@Nullable Long before) {
        return rows(
                        RUN_ROW + " where r.id < ?1 order by r.id desc limit " + LIST,
                        before == null ? Long.MAX_VALUE : before)
                .map(RunHistory::row)
                .toList();
    }

    /** The newest of a series, of one kind. In the caller's transaction. */
    public List<RunRow> ofSeries(long series, String kind) {
        return rows(RUN_ROW + " where r.series_id = ?1 and r.kind = ?2 order by r.id desc limit " + LIST, series, kind)
                .map(RunHistory::row)
                .toList();
    }

    @Transactional
    public Optional<RunRow> runRow(long id) {
        return rows(RUN_ROW + " where r.id = ?1", id).findFirst().map(RunHistory::row);
    }

    @Transactional
    public Optional<RunDetail> run(long id) {
        return runRow(id).map(this::detail);
    }

    /** What the run's page may have no room for. */
    @Transactional
    public List<Findings.NewFailure> newFailures(long run) {
        return findings.newFailures(run);
    }

    private RunDetail detail(RunRow run) {
        Object[] more = rows("""
                        select case when r.series_id is not null then base_run_of(r.id) end,
                               r.retest_of, r.raw_state, r.raw_sentence, t.name, k.commit_id,
                               run_of_base(k.id),
                               r.pinned_at, r.pinned_by, r.artifacts_gone_at
                          from run r left join base b on b.id = r.base_id
                          left join base k on k.id = b.kernel_id left join tree t on t.id = k.tree_id where r.id = ?1
                        """, run.id()).findFirst().orElseThrow();
        Long base = optional(more[0]);
        Findings.Found found = findings.ofRun(run.id());
        return new RunDetail(
                run,
                base,
                ci(run.id()),
                more[4] == null ? null : new RunDetail.Kernel((String) more[4], (String) more[5], optional(more[6])),
                search(run.id()),
                jobs.of(run.id()),
                found.rows(),
                found.more(),
                warnings.fresh(run.id(), base),
                path.of(run),
                programs.counts(run.id()),
                run.finishedAt() == null ? null : gone.until(run.finishedAt()),
                optional(more[1]),
                more[2] == null ? null : new RunDetail.Unruled((String) more[2], (String) more[3]),
                timeLeft.of(run),
                more[7] == null ? null : new RunDetail.Pin((Instant) more[7], (String) more[8]),
                (Instant) more[9]);
    }

    private RunDetail.@Nullable Ci ci(long run) {
        return rows("""
                        select b.ci_commit, case when s.id is null then b.ci_skipped else s.ci_skipped end
                          from run r join base b on b.id = r.base_id left join series s on s.id = r.series_id where r.id = ?1 and b.ci_commit <> ''
                        """, run)
                .findFirst()
                .map(r -> new RunDetail.Ci((String) r[0], List.of((String[]) r[1])))
                .orElse(null);
    }

    private RunDetail.@Nullable Search search(long run) {
        return rows("""
                        select b.state, b.sentence, b.good, b.bad, b.at, b.step_run, j.name,
                               case when b.good = 0 then g.commit_id else b.commits[b.good] end, b.commits[b.at]
                          from bisection b join job j on j.id = b.job_id left join base g on g.id = b.good_base where b.run_id = ?1
                        """, run)
                .findFirst()
                .map(r -> new RunDetail.Search(
                        (String) r[0],
                        (String) r[1],
                        (int) number(r[2]),
                        (int) number(r[3]),
                        (Integer) r[4],
                        optional(r[5]),
                        (String) r[6],
                        (String) r[7],
                        (String) r[8]))
                .orElse(null);
    }

    private Stream<Object[]> rows(String sql, @Nullable Object... parameters) {
        return Rows.of(database, sql, parameters);
    }

    private static RunRow row(Object[] r) {
        return new RunRow(
                number(r[0]),
                (String) r[1],
                (String) r[2],
                (String) r[3],
                (Instant) r[4],
                (Instant) r[5],
                (String) r[6],
                (String) r[7],
                optional(r[8]),
                (String) r[9],
                r[10] == null ? null : (int) number(r[10]),
                (String) r[11],
                (String) r[14],
                (Integer) r[12],
                (String) r[13]);
    }
}
