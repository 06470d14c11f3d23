package org.beeyard.history.tree;

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
import org.beeyard.history.Rows;
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
     * A base with its newest run that was judged; when none was, that has ended; when none has, that has not.
     *
     * @param state of the run, or NONE when it was not run
     * @param again a run under way beside it
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
            long testSeconds,
            @Nullable Long again) {

        /** Whether its run says that it is good, or that it is bad. */
        boolean isJudged() {
            return isGood() || state.equals("FAILED");
        }

        boolean isGood() {
            return state.equals("PASSED") || state.equals("WARNING");
        }
    }

    /**
     * @param bases the newest first
     * @param standing nothing while none of its newest bases is known to be good or bad, and behind those
     */
    public record TreeRow(
            String name, List<BaseRow> bases, @Nullable Standing standing) {

        static TreeRow of(String name, List<BaseRow> bases) {
            return new TreeRow(name, bases, Standing.of(bases));
        }

        /** Bases behind the newest do not say how the tree stands. */
        TreeRow behind() {
            return new TreeRow(name, bases, null);
        }
    }

    /**
     * Green or red.
     *
     * @param newest base that was judged
     * @param since the oldest base without one of the other colour after it
     * @param turned whether the one before that has the other colour; otherwise none is known
     */
    public record Standing(BaseRow newest, BaseRow since, boolean turned) {

        static @Nullable Standing of(List<BaseRow> bases) {
            List<BaseRow> judged = bases.stream().filter(BaseRow::isJudged).toList();
            if (judged.isEmpty()) {
                return null;
            }
            BaseRow newest = judged.getFirst();
            List<BaseRow> alike = judged.stream()
                    .takeWhile(base -> base.isGood() == newest.isGood())
                    .toList();
            return new Standing(newest, alike.getLast(), alike.size() < judged.size());
        }
    }

    /**
     * What the farm will do at a tree by itself.
     *
     * @param errand LOOK for a new base, or AGAIN run the newest
     * @param how as the configuration says when
     * @param problem why it could not be done last time
     */
    public record ComingRow(
            String errand, String how, Instant at, @Nullable String problem) {}

    /** A tree at which the farm could not do last time what it does there by itself. */
    public record TroubleRow(String tree, String problem) {}

    @Transactional
    public List<TroubleRow> troubles() {
        return Rows.of(
                        database,
                        "select tree, min(problem) from timetable where problem is not null group by tree order by tree")
                .map(r -> new TroubleRow((String) r[0], (String) r[1]))
                .toList();
    }

    /** The next first. */
    @Transactional
    public List<ComingRow> coming(String tree) {
        return Rows.of(
                        database,
                        "select errand, how, due_at, problem from timetable where tree = ?1 order by due_at",
                        tree)
                .map(r -> new ComingRow((String) r[0], (String) r[1], (Instant) r[2], (String) r[3]))
                .toList();
    }

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
                .findFirst()
                .map(tree -> before == null ? tree : tree.behind())
                .or(() -> coming(name).stream().findFirst().map(never -> TreeRow.of(name, List.of())));
    }

    private List<TreeRow> read(@Nullable String name, long before, int most) {
        Map<String, List<BaseRow>> bases = new LinkedHashMap<>();
        Rows.of(database, """
                        select t.name, b.id, b.commit_id, b.subject, b.committed_at, b.adopted_at, coalesce(r.state, 'NONE'), r.sentence, r.id, r.finished_at,
                               j.tests, f.broken, j.seconds, n.id
                          from tree t
                          left join lateral (select * from base x where x.tree_id = t.id and x.id < ?2 order by x.id desc limit ?3) b on true
                          left join lateral (select * from run x where x.base_id = b.id and x.kind = 'BASE' order by x.state in ('PASSED', 'WARNING', 'FAILED') desc, x.finished_at is null, x.id desc limit 1) r on true
                          left join lateral (
                               select x.id from run x
                                where x.base_id = b.id and x.kind = 'BASE' and x.finished_at is null and x.id <> r.id order by x.id desc limit 1) n on true
                          left join lateral (
                               select sum(a.done) as tests, cast(sum(extract(epoch from a.finished_at - a.started_at)) as bigint) as seconds
                                 from job x join attempt a on a.job_id = x.id and a.purpose <> 'CONFIRM' and a.state in ('PASSED', 'FAILED')
                                where x.run_id = r.id and x.kind = 'TEST') j on true
                          left join lateral (
                               select count(*) as broken from finding x
                                where x.run_id = r.id and x.verdict = 'KNOWN_FAILURE' and coalesce((select n.subtest from test n where n.id = x.test_id), '') = '') f on true
                         where cast(?1 as text) is null or t.name = cast(?1 as text)
                         order by t.name, b.id desc
                        """, name, before, most).forEach(r -> {
            List<BaseRow> ofTree = bases.computeIfAbsent((String) r[0], tree -> new ArrayList<>());
            if (r[1] != null) {
                ofTree.add(base(r));
            }
        });
        return bases.entrySet().stream()
                .map(tree -> TreeRow.of(tree.getKey(), tree.getValue()))
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
                number(r[12]),
                optional(r[13]));
    }
}
