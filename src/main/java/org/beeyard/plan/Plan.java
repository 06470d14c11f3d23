package org.beeyard.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the graph of a run from the tree's matrix and the farm's pools. */
public final class Plan {

    /** Where jobs may run; {@code arch} may be {@code any}. */
    public record Pool(String name, String arch) {}

    private Plan() {}

    /** @throws Impossible when a row of the matrix has no pool to run in, or two rows give the same job */
    public static List<PlannedJob> base(List<Matrix> rows, List<Pool> pools) throws Impossible {
        return jobs(rows, pools, false);
    }

    /** As {@link #base}, each build starting where the base's build of the same kind ended. */
    public static List<PlannedJob> series(List<Matrix> rows, List<Pool> pools) throws Impossible {
        return jobs(rows, pools, true);
    }

    /** A look at each pool. */
    public static List<PlannedJob> probe(List<Pool> pools) {
        return pools.stream()
                .map(pool -> new PlannedJob(
                        "probe " + pool.name(),
                        JobKind.PROBE,
                        pool.arch(),
                        "",
                        Optional.empty(),
                        pool.name(),
                        "",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()))
                .toList();
    }

    private static List<PlannedJob> jobs(List<Matrix> rows, List<Pool> pools, boolean onBase) throws Impossible {
        List<PlannedJob> jobs = new ArrayList<>();
        for (Matrix row : rows) {
            advised(row);
            String build = "build " + row.arch() + " " + row.compiler();
            jobs.add(new PlannedJob(
                    build,
                    JobKind.BUILD,
                    row.arch(),
                    row.compiler(),
                    Optional.empty(),
                    buildPool(row, pools),
                    row.kernelConfig(),
                    row.tests(),
                    row.deny(),
                    List.of(),
                    onBase ? List.of(build) : List.of()));
            for (String suite : row.suites()) {
                if (!Suites.known(suite)) {
                    throw new Impossible("There is no suite " + suite
                            + "; take it out of the matrix, or say under suites: what it is.");
                }
                jobs.add(new PlannedJob(
                        suite + " " + row.arch() + " " + row.compiler(),
                        JobKind.TEST,
                        row.arch(),
                        row.compiler(),
                        Optional.of(suite),
                        testPool(row, pools),
                        row.kernelConfig(),
                        row.tests(),
                        row.deny(),
                        List.of(build),
                        List.of(),
                        Optional.empty(),
                        !row.advisory().contains(suite)));
            }
            for (CustomSuite suite : row.custom()) {
                if (suite.runsOn(row.arch())) {
                    jobs.add(custom(suite, row, build, pools));
                }
            }
        }
        Set<String> names = new HashSet<>();
        for (PlannedJob job : jobs) {
            if (!names.add(job.name())) {
                throw new Impossible("The matrix names " + job.name() + " twice; take one of the rows or suites out.");
            }
        }
        return jobs;
    }

    private static void advised(Matrix row) throws Impossible {
        for (String name : row.advisory()) {
            if (!row.suites().contains(name)
                    && row.custom().stream().noneMatch(suite -> suite.name().equals(name))) {
                throw new Impossible("The matrix calls the suite " + name + " advisory and does not run it.");
            }
        }
    }

    private static PlannedJob custom(CustomSuite suite, Matrix row, String build, List<Pool> pools) throws Impossible {
        boolean needsKernel = suite.script().where() == Script.Where.VM;
        return new PlannedJob(
                suite.name() + " " + row.arch() + " " + row.compiler(),
                JobKind.TEST,
                row.arch(),
                row.compiler(),
                Optional.of(suite.name()),
                needsKernel ? testPool(row, pools) : buildPool(row, pools),
                row.kernelConfig(),
                row.tests(),
                row.deny(),
                needsKernel ? List.of(build) : List.of(),
                List.of(),
                Optional.of(suite.script()),
                suite.blocking() && !row.advisory().contains(suite.name()));
    }

    private static String buildPool(Matrix row, List<Pool> pools) throws Impossible {
        for (Pool pool : pools) {
            if (pool.name().equals("build")) {
                return pool.name();
            }
        }
        return testPool(row, pools);
    }

    private static String testPool(Matrix row, List<Pool> pools) throws Impossible {
        for (String arch : List.of(row.arch(), "any")) {
            for (Pool pool : pools) {
                if (pool.arch().equals(arch) && !pool.name().equals("build")) {
                    return pool.name();
                }
            }
        }
        throw new Impossible("No pool runs " + row.arch() + "; name one under pools: in the farm's configuration.");
    }

    /** The configuration gives no graph; the message says what to change. */
    public static final class Impossible extends Exception {
        private static final long serialVersionUID = 1;

        Impossible(String message) {
            super(message);
        }
    }
}
