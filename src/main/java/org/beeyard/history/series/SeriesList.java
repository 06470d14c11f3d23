package org.beeyard.history.series;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.beeyard.history.Rows;
import org.beeyard.history.run.TimeLeft;
import org.jspecify.annotations.Nullable;

/** Reads series, the newest first, with the verdict of the run that speaks for each. */
@ApplicationScoped
public class SeriesList {

    public static final int LIST = 50;

    private static final String ROWS = """
            with listed as (
                 select s.id, s.title, s.version, s.submitter, s.received_at, t.name as tree, coalesce(r.state, s.state) as state,
                        case when r.id is null then s.problem else r.sentence end as sentence, r.id as run_id, r.finished_at, coalesce(n.created_at, s.received_at) as begun_at,
                        case when s.state in ('SUPERSEDED', 'CLOSED') then s.state end as over
                   from %1$s s left join base b on b.id = s.base_id left join tree t on t.id = b.tree_id
                   %4$s
                  order by %2$s limit %3$d)
            select l.id, l.title, l.version, l.submitter, l.received_at, l.tree, l.state, l.sentence, l.run_id, l.begun_at, l.finished_at,
                   f.fresh, f.flaky, f.known, j.jobs, j.ended, j.archs, l.over
              from listed l
              left join lateral (
                   select count(*) filter (where x.verdict in ('NEW_FAILURE', 'MISSING')) as fresh, count(*) filter (where x.verdict = 'FLAKY') as flaky,
                          count(*) filter (where x.verdict = 'KNOWN_FAILURE') as known
                     from told_finding x where x.run_id = l.run_id) f on true
              left join lateral (
                   select count(*) as jobs, count(*) filter (where x.finished_at is not null) as ended,
                          array_agg(x.arch || ' ' || case when l.finished_at is not null and (x.state in ('FAILED', 'TIMED_OUT') or l.state = 'FAILED' and x.state = 'PASSED' and exists (
                                         select 1 from finding y where y.run_id = l.run_id and y.job_id = x.id and y.verdict in ('NEW_FAILURE', 'MISSING')))
                                    then job_look(l.run_id, x.id) else x.state end order by x.id) as archs
                     from jobs_of(l.run_id) x) j on true
             order by %2$s
            """;

    private final EntityManager database;
    private final TimeLeft timeLeft;

    SeriesList(EntityManager database, TimeLeft timeLeft) {
        this.database = database;
        this.timeLeft = timeLeft;
    }

    /**
     * What to list; nothing of a field asks nothing of it.
     *
     * @param verdict a state of the run that speaks for the series, or of the series when none does
     * @param author words, or their beginnings, of the submitter's name and address
     * @param text words, or their beginnings, of the title or the submitter
     * @param before only series with lower ids
     */
    public record Filter(
            @Nullable String tree,
            @Nullable String author,
            @Nullable String verdict,
            @Nullable String text,
            @Nullable LocalDate since,
            @Nullable Long before) {

        public boolean any() {
            return tree != null || author != null || verdict != null || text != null || since != null;
        }
    }

    /**
     * A series in the list.
     *
     * @param state of the run that speaks for it, or its own when none does
     * @param over SUPERSEDED or CLOSED, whatever {@code state} is: nobody waits for it; nothing otherwise
     * @param run that speaks for it
     * @param begunAt when its newest run began, or when it came
     * @param fresh new failures, missing tests among them
     * @param jobsEnded of {@code jobs}
     * @param secondsLeft until its run will be over, as {@link Eta} finds; nothing when that is not known, or it is
     */
    public record Row(
            long id,
            String title,
            int version,
            String submitter,
            Instant receivedAt,
            @Nullable String tree,
            String state,
            @Nullable String over,
            @Nullable String sentence,
            @Nullable Long run,
            Instant begunAt,
            @Nullable Instant finishedAt,
            long fresh,
            long flaky,
            long known,
            long jobs,
            long jobsEnded,
            List<Arch> archs,
            @Nullable Long secondsLeft) {

        /** Without the address. */
        public String author() {
            int address = submitter.indexOf('<');
            return address > 0 ? submitter.substring(0, address).strip() : submitter;
        }
    }

    /** @param state the worst of its jobs; of one that failed with a verdict that blames the patch for nothing, WARNING or PASSED */
    public record Arch(String name, String state) {}

    @Transactional
    public List<Row> of(Filter filter) {
        Sought sought = Sought.by(filter);
        return rows(sought.newest(LIST), "id desc", sought.values());
    }

    /** Those that came or were tested last, the last first. */
    @Transactional
    public List<Row> latest() {
        return rows("""
                (select * from series
                  where id = any(array(select series_id from (select x.series_id from run x where x.kind = 'SERIES' order by x.id desc limit 100) tested
                                       union select id from (select x.id from series x order by x.id desc limit 50) come)))
                """, "begun_at desc, id desc");
    }

    private List<Row> rows(String from, String order, Object... values) {
        List<Object[]> rows = Rows.of(database, ROWS.formatted(from, order, LIST, SpeakingRun.JOINED), values)
                .toList();
        Map<Long, Long> left = timeLeft.of(rows.stream()
                .filter(r -> r[8] != null && r[10] == null)
                .map(r -> number(r[8]))
                .toArray(Long[]::new));
        return rows.stream().map(r -> row(r, left)).toList();
    }

    private static Row row(Object[] r, Map<Long, Long> left) {
        return new Row(
                number(r[0]),
                (String) r[1],
                (int) number(r[2]),
                (String) r[3],
                (Instant) r[4],
                (String) r[5],
                (String) r[6],
                (String) r[17],
                (String) r[7],
                optional(r[8]),
                (Instant) r[9],
                (Instant) r[10],
                number(r[11]),
                number(r[12]),
                number(r[13]),
                number(r[14]),
                number(r[15]),
                ArchDots.of(r[16] == null ? List.of() : List.of((String[]) r[16])),
                r[8] == null ? null : left.get(number(r[8])));
    }
}
