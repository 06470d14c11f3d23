package org.beeyard.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the graph of a run from the tree's matrix and the farm's pools. */
public final class Plan {

    /** Where jobs may run; {@code arch} may be {@code any}. */
    public record Pool(String name, String arch) {}

    private Plan() {}

    /** @throws NoPool when a row of the matrix has no pool to run in */
    public static List<PlannedJob> base(List<Matrix> rows, List<Pool> pools) throws NoPool {
        return jobs(rows, pools, false);
    }

    /** As {@link #base}, each build starting where the base's build of the same kind ended. */
    public static List<PlannedJob> series(List<Matrix> rows, List<Pool> pools) throws NoPool {
        return jobs(rows, pools, true);
    }

    private static List<PlannedJob> jobs(List<Matrix> rows, List<Pool> pools, boolean onBase) throws NoPool {
        List<PlannedJob> jobs = new ArrayList<>();
        for (Matrix row : rows) {
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
                        List.of()));
            }
        }
        return jobs;
    }

    private static String buildPool(Matrix row, List<Pool> pools) throws NoPool {
        for (Pool pool : pools) {
            if (pool.name().equals("build")) {
                return pool.name();
            }
        }
        return testPool(row, pools);
    }

    private static String testPool(Matrix row, List<Pool> pools) throws NoPool {
        for (String arch : List.of(row.arch(), "any")) {
            for (Pool pool : pools) {
                if (pool.arch().equals(arch) && !pool.name().equals("build")) {
                    return pool.name();
                }
            }
        }
        throw new NoPool("No pool runs " + row.arch() + "; name one under pools: in the farm's configuration.");
    }

    /** The farm has nowhere to run a row of the matrix. */
    public static final class NoPool extends Exception {
        private static final long serialVersionUID = 1;

        NoPool(String message) {
            super(message);
        }
    }
}
