package org.beeyard.history;

import static org.beeyard.history.Rows.number;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
        return Rows.of(database, "select name, id from tree order by name")
                .map(t -> new TreeRow((String) t[0], bases(number(t[1]), Long.MAX_VALUE, STRIP)))
                .filter(tree -> !tree.bases().isEmpty())
                .toList();
    }

    @Transactional
    public Optional<TreeRow> tree(String name, @Nullable Long before) {
        return Rows.of(database, "select name, id from tree where name = ?1", name)
                .findFirst()
                .map(t -> new TreeRow(
                        (String) t[0], bases(number(t[1]), before == null ? Long.MAX_VALUE : before, LIST)));
    }

    private List<BaseRow> bases(long tree, long before, int most) {
        return rows("""
                        select b.id, b.commit_id, b.subject, b.committed_at, b.adopted_at, coalesce(r.state, 'NONE'), r.sentence, r.id, r.finished_at,
                               j.tests, f.broken, j.seconds
                          from (select * from base where tree_id = ?1 and id < ?2 order by id desc limit ?3) b
                          left join lateral (select * from run x where x.base_id = b.id and x.kind = 'BASE' order by x.id desc limit 1) r on true
                          left join lateral (
                               select sum(a.done) as tests, cast(sum(extract(epoch from a.finished_at - a.started_at)) as bigint) as seconds
                                 from job x join attempt a on a.job_id = x.id and a.purpose <> 'CONFIRM' and a.state in ('PASSED', 'FAILED')
                                where x.run_id = r.id and x.kind = 'TEST') j on true
                          left join lateral (
                               select count(*) as broken from finding x left join test n on n.id = x.test_id
                                where x.run_id = r.id and x.verdict = 'KNOWN_FAILURE' and coalesce(n.subtest, '') = '') f on true
                         order by b.id desc
                        """, tree, before, most)
                .map(r -> new BaseRow(
                        number(r[0]),
                        (String) r[1],
                        (String) r[2],
                        (Instant) r[3],
                        (Instant) r[4],
                        (String) r[5],
                        (String) r[6],
                        r[7] == null ? null : number(r[7]),
                        (Instant) r[8],
                        number(r[9]),
                        number(r[10]),
                        number(r[11])))
                .toList();
    }

    private Stream<Object[]> rows(String sql, Object... parameters) {
        return Rows.of(database, sql, parameters);
    }
}
