package org.beeyard.history;

import static org.beeyard.history.Rows.number;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;
import org.beeyard.sql.Cut;

/** Finds tests, splats and bases by a part of their names. */
@ApplicationScoped
public class Search {

    private static final int MOST = 30;
    private static final int MOST_BASES = 10;

    /** Shorter parts the index of names does not find. */
    private static final int TRIGRAM = 3;

    private final EntityManager database;

    Search(EntityManager database) {
        this.database = database;
    }

    public record Splat(String fingerprint, String kind, String title) {}

    public record Base(String tree, String commit, String subject, long run) {}

    /** Tests before subtests, short names before long ones; of one or two letters those that begin with them. */
    @Transactional
    public Cut<TestName> tests(String part) {
        boolean indexed = part.length() >= TRIGRAM;
        List<TestName> first = Rows.of(
                        database,
                        "select suite, test, subtest from test where "
                                + (indexed
                                        ? "lower(test || '/' || subtest) like '%' || lower(?1) || '%'"
                                        : "test like ?1 || '%'")
                                + " order by subtest <> '', length(test || subtest), test, subtest, suite limit ?2",
                        literal(part),
                        MOST + 1)
                .map(r -> new TestName((String) r[0], (String) r[1], (String) r[2]))
                .toList();
        return Cut.to(MOST, first);
    }

    /** For a pattern of {@code like}. */
    private static String literal(String part) {
        return part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** Those seen last first. */
    @Transactional
    public Cut<Splat> splats(String part) {
        List<Splat> newest = Rows.of(
                        database,
                        "select fingerprint, kind, title from splat_kind where position(lower(?1) in lower(title)) > 0 order by last_at desc limit ?2",
                        part,
                        MOST + 1)
                .map(r -> new Splat((String) r[0], (String) r[1], (String) r[2]))
                .toList();
        return Cut.to(MOST, newest);
    }

    /**
     * The newest first.
     *
     * @param commit the beginning of one, of seven digits at least
     */
    @Transactional
    public Cut<Base> bases(String commit) {
        if (!commit.matches("[0-9a-fA-F]{7,64}")) {
            return Cut.to(MOST_BASES, List.of());
        }
        List<Base> newest = Rows.of(database, """
                        select t.name, b.commit_id, b.subject, r.id from base b join tree t on t.id = b.tree_id
                         cross join lateral (select run_of_base(b.id) as id offset 0) r
                         where r.id is not null and b.commit_id like lower(?1) || '%' order by b.id desc limit ?2
                        """, commit, MOST_BASES + 1)
                .map(r -> new Base((String) r[0], (String) r[1], (String) r[2], number(r[3])))
                .toList();
        return Cut.to(MOST_BASES, newest);
    }
}
