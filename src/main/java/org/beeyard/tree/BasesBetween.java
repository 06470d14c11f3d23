package org.beeyard.tree;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.sql.Sql;

/** What lies between two bases of a tree. */
@ApplicationScoped
public class BasesBetween {

    private final KernelTrees trees;
    private final EntityManager database;

    BasesBetween(KernelTrees trees, EntityManager database) {
        this.trees = trees;
        this.database = database;
    }

    /**
     * @param commits after the older base, the oldest first, up to that of the newer one. The older one's is the first when the
     *     two are not built with the same CI configuration or kernel.
     * @param whole whether the history leads there; otherwise the others are those that the farm has adopted
     */
    public record Line(List<CommitId> commits, boolean whole) {
        public Line {
            commits = List.copyOf(commits);
        }
    }

    private record Ends(Bases.Adopted older, Bases.Adopted newer, List<CommitId> known) {

        boolean alike() {
            return older.ci().equals(newer.ci())
                    && older.kernel()
                            .map(Bases.Adopted::id)
                            .equals(newer.kernel().map(Bases.Adopted::id));
        }
    }

    /** @throws IOException when the git store cannot be read */
    public Line of(long older, long newer) throws IOException {
        Ends ends = QuarkusTransaction.requiringNew()
                .call(() -> new Ends(
                        Bases.Adopted.of(database.find(Base.class, older)),
                        Bases.Adopted.of(database.find(Base.class, newer)),
                        known(older, newer)));
        CommitId good = ends.older().commit();
        CommitId bad = ends.newer().commit();
        List<CommitId> line = new ArrayList<>();
        if (!ends.alike() && !good.equals(bad)) {
            line.add(good);
        }
        Optional<List<CommitId>> history = good.equals(bad) ? Optional.of(List.of(bad)) : trees.between(good, bad);
        if (history.isPresent()) {
            line.addAll(history.get());
        } else {
            ends.known().stream()
                    .filter(commit -> !commit.equals(good) && !commit.equals(bad))
                    .forEach(line::add);
            line.add(bad);
        }
        return new Line(line, history.isPresent());
    }

    private List<CommitId> known(long older, long newer) {
        return Sql.rows(database, """
                        select min(b.id), b.commit_id from base n join base b on b.tree_id = n.tree_id and b.id > ?1 and b.id < n.id
                         where n.id = ?2 group by b.commit_id order by 1
                        """, older, newer).stream()
                .map(row -> new CommitId((String) row[1]))
                .toList();
    }
}
