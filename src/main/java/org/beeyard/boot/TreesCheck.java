package org.beeyard.boot;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.beeyard.job.MatrixConfig;
import org.beeyard.job.Pools;
import org.beeyard.job.SuiteConfig;
import org.beeyard.plan.Plan;
import org.beeyard.tree.CiConfig;
import org.beeyard.tree.DefaultTrees;
import org.beeyard.tree.Origin;
import org.beeyard.tree.Schedule;
import org.beeyard.tree.TreesConfig;

/** Whether the names by which trees, matrices, suites and pools speak of each other lead somewhere. Pure but for files. */
final class TreesCheck {

    private TreesCheck() {}

    static List<String> problems(
            TreesConfig trees,
            CiConfig ci,
            DefaultTrees defaults,
            MatrixConfig matrix,
            SuiteConfig suites,
            Pools pools) {
        List<String> problems = new ArrayList<>(suites.problems());
        new TreeMap<>(trees.all()).forEach((name, tree) -> {
            String key = "trees." + name;
            origin(key, tree).ifPresent(problems::add);
            schedule(key, tree).ifPresent(problems::add);
            if (matrix.rows(tree.matrix(), suites, pools).isEmpty()) {
                problems.add(key + ".matrix: there is no " + tree.matrix() + " under matrix" + known(matrix.all()));
            }
            matrix.rows(tree.matrix(), suites, pools).stream()
                    .flatMap(row -> row.custom().stream())
                    .findFirst()
                    .filter(suite -> PartsCheck.ci(trees, tree).isEmpty())
                    .ifPresent(suite ->
                            problems.add(key + ".ci: must name a CI configuration, of which its matrix's suite "
                                    + suite.name() + " is a script."));
            tree.ci()
                    .filter(wanted -> !ci.all().containsKey(wanted))
                    .ifPresent(
                            wanted -> problems.add(key + ".ci: there is no " + wanted + " under ci" + known(ci.all())));
        });
        problems.addAll(PartsCheck.problems(trees, matrix, suites, pools));
        new TreeMap<>(ci.all())
                .forEach((name, origin) -> origin("ci." + name, origin).ifPresent(problems::add));
        for (String name : defaults.names(trees)) {
            if (!trees.all().containsKey(name)) {
                problems.add("default-trees: there is no " + name + " under trees" + known(trees.all()));
            }
        }
        TreeSet<String> used = new TreeSet<>(matrix.all().keySet());
        trees.all().values().forEach(tree -> used.add(tree.matrix()));
        used.forEach(name -> {
            try {
                Plan.base(matrix.rows(name, suites, pools), pools.forPlanning());
            } catch (Plan.Impossible e) {
                problems.add("matrix." + name + ": " + e.getMessage());
            }
        });
        return problems;
    }

    private static Optional<String> schedule(String key, TreesConfig.Entry tree) {
        try {
            tree.schedule().ifPresent(Schedule::of);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(key + ".schedule: " + e.getMessage());
        }
    }

    private static Optional<String> origin(String key, Origin origin) {
        if (origin.where().isEmpty()) {
            return Optional.of(key + ": must name exactly one of git, repository and source.");
        }
        return origin.source()
                .or(origin::repository)
                .filter(path -> !Files.exists(path))
                .map(path -> key + ": there is nothing at " + path + ".");
    }

    private static String known(Map<String, ?> names) {
        return names.isEmpty() ? " (nothing is)." : ", only " + String.join(", ", new TreeMap<>(names).keySet()) + ".";
    }
}
