package org.beeyard.history.run;

import static org.beeyard.history.Rows.number;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.beeyard.history.Rows;
import org.beeyard.testout.BuildWarning;
import org.jspecify.annotations.Nullable;

/** Reads what a run's builds warn of and its base's do not, by {@link FreshWarnings}. In the caller's transaction. */
@ApplicationScoped
class RunWarnings {

    private final EntityManager database;

    RunWarnings(EntityManager database) {
        this.database = database;
    }

    /** @param base the run to compare with; without one nothing is new */
    List<FreshWarnings.Row> fresh(long run, @Nullable Long base) {
        if (base == null) {
            return List.of();
        }
        List<FreshWarnings.Build> builds = builds(run);
        return builds.stream().allMatch(build -> build.kept().isEmpty())
                ? List.of()
                : FreshWarnings.of(
                        builds,
                        builds(base).stream().collect(Collectors.toMap(build -> build.name(), Function.identity())));
    }

    /** Those of which it is known. */
    private List<FreshWarnings.Build> builds(long run) {
        Map<String, List<Object[]>> rows = Rows.of(database, """
                        select j.name, a.warnings, w.file, w.line, w.words
                          from job j
                          join lateral (
                               select * from attempt x where x.job_id = j.id and x.state = 'PASSED' and x.warnings is not null order by x.id desc limit 1) a on true
                          left join build_warning w on w.attempt_id = a.id
                         where j.run_id = ?1 and j.kind = 'BUILD' order by j.id, w.place
                        """, run)
                .collect(Collectors.groupingBy(r -> (String) r[0], LinkedHashMap::new, Collectors.toList()));
        return rows.entrySet().stream()
                .map(build -> new FreshWarnings.Build(
                        build.getKey(),
                        (int) number(build.getValue().getFirst()[1]),
                        build.getValue().stream()
                                .filter(r -> r[2] != null)
                                .map(r -> new BuildWarning((String) r[2], (int) number(r[3]), (String) r[4]))
                                .toList()))
                .toList();
    }
}
