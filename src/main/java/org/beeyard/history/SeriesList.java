package org.beeyard.history;

import static org.beeyard.history.Rows.number;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads series, the newest first, with the verdict of each one's newest run. */
@ApplicationScoped
public class SeriesList {

    public static final int LIST = 50;

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final EntityManager database;

    SeriesList(EntityManager database) {
        this.database = database;
    }

    /**
     * What to list; nothing of a field asks nothing of it.
     *
     * @param verdict a state of the newest run, or of the series when it has none
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
     * @param state of the newest run, or of the series when it has none
     * @param fresh new failures, missing tests among them
     * @param jobsEnded of {@code jobs}
     */
    public record Row(
            long id,
            String title,
            int version,
            String submitter,
            Instant receivedAt,
            @Nullable String tree,
            String state,
            @Nullable String sentence,
            @Nullable Long run,
            @Nullable Instant finishedAt,
            long fresh,
            long flaky,
            long known,
            long jobs,
            long jobsEnded,
            List<Arch> archs) {

        /** Without the address. */
        public String author() {
            int address = submitter.indexOf('<');
            return address > 0 ? submitter.substring(0, address).strip() : submitter;
        }
    }

    /** @param state the worst of its jobs */
    public record Arch(String name, String state) {}

    @Transactional
    public List<Row> of(Filter filter) {
        return rows(
                        """
                        where s.id < ?1 and (cast(?2 as text) is null or t.name = cast(?2 as text)) and (cast(?3 as text) is null or s.submitter ilike cast(?3 as text))
                          and (cast(?4 as text) is null or coalesce(r.state, s.state) = cast(?4 as text))
                          and (cast(?5 as text) is null or to_tsvector('simple', s.title || ' ' || s.submitter) @@ to_tsquery('simple', cast(?5 as text)))
                          and (cast(?6 as timestamptz) is null or s.received_at >= cast(?6 as timestamptz))
                        """,
                        filter.before() == null ? Long.MAX_VALUE : filter.before(),
                        filter.tree(),
                        filter.author() == null ? null : "%" + escaped(filter.author()) + "%",
                        filter.verdict(),
                        query(filter.text()),
                        filter.since() == null
                                ? null
                                : filter.since().atStartOfDay(ZoneOffset.UTC).toInstant())
                .toList();
    }

    private Stream<Row> rows(String where, @Nullable Object... parameters) {
        return Rows.of(database, """
                        with listed as (
                             select s.id, s.title, s.version, s.submitter, s.received_at, t.name as tree, coalesce(r.state, s.state) as state,
                                    case when r.id is null then s.problem else r.sentence end as sentence, r.id as run_id, r.finished_at
                               from series s left join base b on b.id = s.base_id left join tree t on t.id = b.tree_id
                               left join lateral (select * from run x where x.series_id = s.id and x.kind = 'SERIES' order by x.id desc limit 1) r on true
                        """ + where + """
                              order by s.id desc limit 50)
                        select l.id, l.title, l.version, l.submitter, l.received_at, l.tree, l.state, l.sentence, l.run_id, l.finished_at,
                               f.fresh, f.flaky, f.known, j.jobs, j.ended, j.archs
                          from listed l
                          left join lateral (
                               select count(*) filter (where x.verdict in ('NEW_FAILURE', 'MISSING')) as fresh, count(*) filter (where x.verdict = 'FLAKY') as flaky,
                                      count(*) filter (where x.verdict = 'KNOWN_FAILURE') as known
                                 from finding x left join test n on n.id = x.test_id where x.run_id = l.run_id and coalesce(n.subtest, '') = '') f on true
                          left join lateral (
                               select count(*) as jobs, count(*) filter (where x.finished_at is not null) as ended, array_agg(x.arch || ' ' || x.state order by x.id) as archs
                                 from job x where x.run_id = l.run_id) j on true
                         order by l.id desc
                        """, parameters)
                .map(r -> new Row(
                        number(r[0]),
                        (String) r[1],
                        (int) number(r[2]),
                        (String) r[3],
                        (Instant) r[4],
                        (String) r[5],
                        (String) r[6],
                        (String) r[7],
                        r[8] == null ? null : number(r[8]),
                        (Instant) r[9],
                        number(r[10]),
                        number(r[11]),
                        number(r[12]),
                        number(r[13]),
                        number(r[14]),
                        ArchDots.of(r[15] == null ? List.of() : List.of((String[]) r[15]))));
    }

    private static String escaped(String like) {
        return like.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** All words, each as the beginning of one. */
    private static @Nullable String query(@Nullable String text) {
        List<String> words = new ArrayList<>();
        for (String word : NO_WORD.split(text == null ? "" : text)) {
            if (!word.isEmpty()) {
                words.add(word + ":*");
            }
        }
        return words.isEmpty() ? null : String.join(" & ", words);
    }
}
