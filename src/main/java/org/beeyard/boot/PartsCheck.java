package org.beeyard.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.beeyard.job.MatrixConfig;
import org.beeyard.job.Pools;
import org.beeyard.job.SuiteConfig;
import org.beeyard.plan.Matrix;
import org.beeyard.plan.Script;
import org.beeyard.tree.TreesConfig;

/** What trees that hold a part of a kernel need of the trees of their kernels. */
final class PartsCheck {

    private final TreesConfig trees;
    private final MatrixConfig matrix;
    private final SuiteConfig suites;
    private final Pools pools;
    private final List<String> problems = new ArrayList<>();

    private PartsCheck(TreesConfig trees, MatrixConfig matrix, SuiteConfig suites, Pools pools) {
        this.trees = trees;
        this.matrix = matrix;
        this.suites = suites;
        this.pools = pools;
    }

    static List<String> problems(TreesConfig trees, MatrixConfig matrix, SuiteConfig suites, Pools pools) {
        PartsCheck check = new PartsCheck(trees, matrix, suites, pools);
        new TreeMap<>(trees.all()).forEach(check::tree);
        return check.problems;
    }

    /** The name of the CI configuration that is laid over a tree's kernel. */
    static Optional<String> ci(TreesConfig trees, TreesConfig.Entry tree) {
        return tree.kind().isPart()
                ? tree.against()
                        .flatMap(name -> Optional.ofNullable(trees.all().get(name)))
                        .flatMap(TreesConfig.Entry::ci)
                : tree.ci();
    }

    private void tree(String name, TreesConfig.Entry tree) {
        String key = "trees." + name;
        if (!tree.kind().isPart()) {
            if (tree.against().isPresent()) {
                problems.add(key + ".against: is for a part of a kernel; say by kind which one the tree holds.");
            }
            return;
        }
        if (tree.ci().isPresent()) {
            problems.add(key + ".ci: must not be there; that of the tree named by against is used.");
        }
        if (tree.against().isEmpty()) {
            problems.add(key + ".against: must name the tree whose kernel it is built and tested with.");
            return;
        }
        String against = tree.against().get();
        TreesConfig.Entry kernel = trees.all().get(against);
        if (kernel == null) {
            problems.add(key + ".against: there is no " + against + " under trees.");
        } else if (kernel.kind().isPart()) {
            problems.add(key + ".against: " + against + " holds a part of a kernel itself.");
        } else {
            rows(key, matrix.rows(tree.matrix(), suites, pools), against, matrix.rows(kernel.matrix(), suites, pools));
        }
    }

    private void rows(String key, List<Matrix> rows, String against, List<Matrix> built) {
        for (Matrix row : rows) {
            if (built.stream().noneMatch(of -> sameKernel(of, row))) {
                problems.add(key + ".matrix: the matrix of " + against + " builds no kernel for its row " + row.arch()
                        + " " + row.compiler() + " " + row.kernelConfig() + ".");
            }
            row.custom().stream()
                    .filter(suite -> suite.script().where() == Script.Where.SOURCE)
                    .forEach(suite -> problems.add(
                            key + ".matrix: the suite " + suite.name() + " looks at a kernel's sources; take it out."));
        }
    }

    private static boolean sameKernel(Matrix one, Matrix other) {
        return one.arch().equals(other.arch())
                && one.compiler().equals(other.compiler())
                && one.kernelConfig().equals(other.kernelConfig());
    }
}
