package org.beeyard.history.series;

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
import org.beeyard.history.program.Programs;
import org.beeyard.history.run.Findings;
import org.beeyard.history.run.RunHistory;
import org.beeyard.history.run.RunRow;
import org.beeyard.history.run.TimeLeft;
import org.jspecify.annotations.Nullable;

/** Reads a series with its patches, versions and runs. */
@ApplicationScoped
public class SeriesHistory {

    private final EntityManager database;
    private final RunHistory runs;
    private final Findings findings;
    private final Programs programs;
    private final TimeLeft timeLeft;

    SeriesHistory(EntityManager database, RunHistory runs, Findings findings, Programs programs, TimeLeft timeLeft) {
        this.database = database;
        this.runs = runs;
        this.findings = findings;
        this.programs = programs;
        this.timeLeft = timeLeft;
    }

    @Transactional
    public Optional<SeriesRow> series(long id) {
        return rows("""
                        select s.id, s.title, s.version, s.submitter, s.received_at, s.state, s.problem, t.name, b.commit_id, s.tree_reason, s.topic_id, s.ci_skipped, s.farms_fault, r.id
                          from series s left join base b on b.id = s.base_id left join tree t on t.id = b.tree_id %s where s.id = ?1
                        """.formatted(SpeakingRun.JOINED), id).findFirst().map(this::detail);
    }

    private SeriesRow detail(Object[] r) {
        long id = number(r[0]);
        List<RunRow> newest = runs.ofSeries(id, "SERIES");
        Findings.Found found = findings.ofNewestRun(id);
        return new SeriesRow(
                id,
                (String) r[1],
                (int) number(r[2]),
                (String) r[3],
                (Instant) r[4],
                (String) r[5],
                successor((String) r[5], number(r[10])),
                (String) r[6],
                (Boolean) r[12],
                (String) r[7],
                (String) r[8],
                (String) r[9],
                List.of((String[]) r[11]),
                patches(id),
                conflicts(id),
                newest,
                optional(r[13]),
                runs.ofSeries(id, "BISECT"),
                found.rows(),
                found.more(),
                programs.ofNewestRun(id),
                versions(number(r[10])),
                newest.isEmpty() ? null : timeLeft.of(newest.getFirst()));
    }

    /** Not the next one, which may have been superseded too. */
    private SeriesRow.@Nullable Successor successor(String state, long topic) {
        return !state.equals("SUPERSEDED")
                ? null
                : rows(
                                "select id, version from series where topic_id = ?1 and state <> 'SUPERSEDED' order by id desc limit 1",
                                topic)
                        .map(r -> new SeriesRow.Successor(number(r[0]), (int) number(r[1])))
                        .findFirst()
                        .orElse(null);
    }

    private List<SeriesRow.VersionRow> versions(long topic) {
        return rows("""
                        select s.id, s.version, s.received_at,
                               case when r.state is null or r.state = 'CANCELLED' and s.state in ('SUPERSEDED', 'CLOSED') then s.state else r.state end,
                               case when r.id is null then s.problem else r.sentence end, r.id, lag(n.id) over (order by s.id)
                          from series s %s
                         where s.topic_id = ?1 order by s.id desc limit 100
                        """.formatted(SpeakingRun.JOINED), topic)
                .map(v -> new SeriesRow.VersionRow(
                        number(v[0]),
                        (int) number(v[1]),
                        (Instant) v[2],
                        (String) v[3],
                        (String) v[4],
                        optional(v[5]),
                        optional(v[6])))
                .toList();
    }

    private List<SeriesRow.PatchRow> patches(long series) {
        return rows(
                        "select position, subject, author_name, commit_id from patch where series_id = ?1 order by position",
                        series)
                .map(r -> new SeriesRow.PatchRow((int) number(r[0]), (String) r[1], (String) r[2], (String) r[3]))
                .toList();
    }

    private List<SeriesRow.ConflictRow> conflicts(long series) {
        return rows("select position, path, hunks, text from conflict where series_id = ?1 order by id", series)
                .map(r -> new SeriesRow.ConflictRow(
                        (int) number(r[0]), (String) r[1], List.of((Integer[]) r[2]), (String) r[3]))
                .toList();
    }

    private Stream<Object[]> rows(String sql, @Nullable Object... parameters) {
        return Rows.of(database, sql, parameters);
    }
}
