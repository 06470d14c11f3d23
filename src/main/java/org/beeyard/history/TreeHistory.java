package org.beeyard.history;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads trees with their bases, green or red. */
@ApplicationScoped
public class TreeHistory {

    private static final int STRIP = 20;
    public static final int LIST = 60;

    private final EntityManager database;

    TreeHistory(EntityManager database) {
        this.database = database;
    }

    /**
     * A base with its newest run.
     *
     * @param state of the run, or NONE when it was not run
     * @param tests that it reported, subtests not counted, over all its jobs
     * @param testSeconds that its test jobs ran, together
     */
    public record BaseRow(
            long id,
            String commit,
            String subject,
            Instant committedAt,
            Instant adoptedAt,
            String state,
            @Nullable String sentence,
            @Nullable Long run,
            @Nullable Instant finishedAt,
            long tests,
            long broken,
            long testSeconds) {}

    /** @param bases the newest first */
    public record TreeRow(String name, List<BaseRow> bases) {}

    /** All trees with their newest bases. */
    @Transactional
    public List<TreeRow> trees() {
        return read(null, Long.MAX_VALUE, STRIP).stream()
                .filter(tree -> !tree.bases().isEmpty())
                .toList();
    }

    /** @param before only bases with lower ids */
    @Transactional
    public Optional<TreeRow> tree(String name, @Nullable Long before) {
        return read(name, before == null ? Long.MAX_VALUE : before, LIST).stream()
                .findFirst();
    }

    private List<TreeRow> read(@Nullable String name, long before, int most) {
        Map<String, List<BaseRow>> bases = new LinkedHashMap<>();
        Rows.of(database, """
                        select t.name, b.id, b.commit_id, b.subject, b.committed_at, b.adopted_at, coalesce(r.state, 'NONE'), r.sentence, r.id, r.finished_at,
                               j.tests, f.broken, j.seconds
                          from tree t
                          left join lateral (select * from base x where x.tree_id = t.id and x.id < ?2 order by x.id desc limit ?3) b on true
                          left join lateral (select * from run x where x.base_id = b.id and x.kind = 'BASE' order by x.id desc limit 1) r on true
                          left join lateral (
                               select sum(a.done) as tests, cast(sum(extract(epoch from a.finished_at - a.started_at)) as bigint) as seconds
                                 from job x join attempt a on a.job_id = x.id and a.purpose <> 'CONFIRM' and a.state in ('PASSED', 'FAILED')
                                where x.run_id = r.id and x.kind = 'TEST') j on true
                          left join lateral (
                               select count(*) as broken from finding x left join test n on n.id = x.test_id
                                where x.run_id = r.id and x.verdict = 'KNOWN_FAILURE' and coalesce(n.subtest, '') = '') f on true
                         where cast(?1 as text) is null or t.name = cast(?1 as text)
                         order by t.name, b.id desc
                        """, name, before, most).forEach(r -> {
            List<BaseRow> ofTree = bases.computeIfAbsent((String) r[0], tree -> new ArrayList<>());
            if (r[1] != null) {
                ofTree.add(base(r));
            }
        });
        return bases.entrySet().stream()
                .map(tree -> new TreeRow(tree.getKey(), tree.getValue()))
                .toList();
    }

    private static BaseRow base(Object[] r) {
        return new BaseRow(
                number(r[1]),
                (String) r[2],
                (String) r[3],
                (Instant) r[4],
                (Instant) r[5],
                (String) r[6],
                (String) r[7],
                optional(r[8]),
                (Instant) r[9],
                number(r[10]),
                number(r[11]),
                number(r[12]));
    }
}
