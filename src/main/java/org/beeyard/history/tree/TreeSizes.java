package org.beeyard.history.tree;

import static org.beeyard.history.Rows.number;
import static org.beeyard.history.Rows.optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.beeyard.history.Rows;
import org.beeyard.history.tree.TreeHistory.BaseRow;
import org.jspecify.annotations.Nullable;

/** Reads how large what was built of a tree's bases is. */
@ApplicationScoped
public class TreeSizes {

    private final EntityManager database;

    TreeSizes(EntityManager database) {
        this.database = database;
    }

    /**
     * Of one build over bases.
     *
     * @param name as "x86_64 gcc"
     * @param points the oldest first, one of each base
     */
    public record Line(String name, List<Point> points) {

        public Line {
            points = List.copyOf(points);
        }
    }

    /**
     * @param kernelBytes of the image, nothing where it is not known
     * @param selftestsBytes of what a VM needs of them
     */
    public record Point(
            long run,
            String commit,
            @Nullable Long kernelBytes,
            @Nullable Long selftestsBytes) {}

    /**
     * Of the builds of which something is known.
     *
     * @param bases the newest first
     */
    @Transactional
    public List<Line> of(List<BaseRow> bases) {
        Map<String, Map<Long, Object[]>> builds = new TreeMap<>();
        Rows.of(database, """
                        select j.arch || ' ' || j.compiler, j.run_id, a.kernel_bytes, a.selftests_bytes
                          from job j
                          join lateral (
                               select * from attempt x where x.job_id = j.id and x.state = 'PASSED' and x.kernel_bytes is not null order by x.id desc limit 1) a on true
                         where j.run_id = any(?1) and j.kind = 'BUILD'
                        """, (Object) bases.stream()
                        .map(BaseRow::run)
                        .filter(Objects::nonNull)
                        .toArray(Long[]::new))
                .forEach(r -> builds.computeIfAbsent((String) r[0], _ -> new HashMap<>())
                        .put(number(r[1]), r));
        return builds.entrySet().stream()
                .map(build -> new Line(build.getKey(), points(bases, build.getValue())))
                .toList();
    }

    private static List<Point> points(List<BaseRow> bases, Map<Long, Object[]> sizes) {
        List<Point> points = new ArrayList<>();
        for (BaseRow base : bases.reversed()) {
            Long run = base.run();
            if (run != null) {
                Object[] size = sizes.get(run);
                points.add(new Point(
                        run,
                        base.commit(),
                        size == null ? null : optional(size[2]),
                        size == null ? null : optional(size[3])));
            }
        }
        return points;
    }
}
