package org.beeyard.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Makes the graph of a run from the tree's matrix and the farm's pools. */
public final class Plan {

    /**
     * Where jobs may run.
     *
     * @param arch whose kernels it builds and boots natively, or {@code any}
     * @param builds the architectures besides, for which it builds kernels and selftests
     * @param emulates the architectures besides, whose VMs it boots under emulation
     */
    public record Pool(String name, String arch, List<String> builds, List<String> emulates) {

        public Pool(String name, String arch) {
            this(name, arch, List.of(), List.of());
        }

        public Pool {
            builds = List.copyOf(builds);
            emulates = List.copyOf(emulates);
        }

        boolean builds(String wanted) {
            return builds.contains(wanted) || isOf(wanted);
        }

        boolean boots(String wanted) {
            return !onlyBuilds() && (emulates.contains(wanted) || isOf(wanted));
        }

        private boolean isOf(String wanted) {
            return arch.equals(wanted) || arch.equals("any");
        }

        private boolean onlyBuilds() {
            return name.equals("build");
        }
    }

    private Plan() {}

    /** @throws Impossible when a row of the matrix has no pool to run in, or two jobs the same name or check */
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
            built(row);
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
        distinct(jobs);
        return jobs;
    }

    private static void distinct(List<PlannedJob> jobs) throws Impossible {
        Set<String> names = new HashSet<>();
        Map<String, PlannedJob> labels = new HashMap<>();
        for (PlannedJob job : jobs) {
            if (!names.add(job.name())) {
                throw new Impossible("The matrix names " + job.name() + " twice; take one of the rows or suites out.");
            }
            String label = JobLabel.of(job.arch(), job.suite().orElse("build"), job.compiler());
            PlannedJob other =
                    labels.put(label.replaceAll("_{2,}", "_").replaceAll("_$", ""), job); // as Patchwork takes it
            if (other != null) {
                throw new Impossible("The jobs " + other.name() + " and " + job.name()
                        + " of the matrix have the same check, " + label + "; call one of the suites otherwise.");
            }
        }
    }

    private static void advised(Matrix row) throws Impossible {
        for (String name : row.advisory()) {
            if (!row.suites().contains(name)
                    && row.custom().stream().noneMatch(suite -> suite.name().equals(name))) {
                throw new Impossible("The matrix calls the suite " + name + " advisory and does not run it.");
            }
        }
    }

    private static void built(Matrix row) throws Impossible {
        Toolchain with = Toolchain.of(row.compiler());
        if (with.asan() && !with.compiler().equals("gcc")) {
            throw new Impossible("The matrix wants asan with " + with.compiler()
                    + "; selftests are built with the address sanitizer of gcc only.");
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

    /** One that was told to build the architecture goes before a machine that could, unless it has to be of it. */
    private static String buildPool(Matrix row, List<Pool> pools) throws Impossible {
        String arch = row.arch();
        List<Pool> own = pools.stream().filter(pool -> pool.arch().equals(arch)).toList();
        boolean natively = Toolchain.of(row.compiler()).asan() && !own.isEmpty();
        return first(
                        natively ? own : pools,
                        List.of(
                                pool -> pool.builds(arch) && pool.onlyBuilds(),
                                pool -> pool.builds().contains(arch),
                                pool -> pool.arch().equals(arch),
                                pool -> pool.builds(arch)))
                .orElseThrow(() -> new Impossible("No pool builds " + arch
                        + "; add it to the builds: of a pool in the farm's configuration, or a pool of that arch."));
    }

    /** A machine of the architecture goes before one that emulates it. */
    private static String testPool(Matrix row, List<Pool> pools) throws Impossible {
        String arch = row.arch();
        return first(
                        pools,
                        List.of(
                                pool -> pool.boots(arch) && pool.arch().equals(arch),
                                pool -> pool.boots(arch) && pool.emulates().contains(arch),
                                pool -> pool.boots(arch)))
                .orElseThrow(() -> new Impossible("No pool boots " + arch
                        + "; add it to the emulates: of a pool in the farm's configuration, or a pool of that arch."));
    }

    private static Optional<String> first(List<Pool> pools, List<Predicate<Pool>> ranks) {
        return ranks.stream()
                .flatMap(rank -> pools.stream().filter(rank))
                .map(Pool::name)
                .findFirst();
    }

    /** The configuration gives no graph; the message says what to change. */
    public static final class Impossible extends Exception {
        private static final long serialVersionUID = 1;

        Impossible(String message) {
            super(message);
        }
    }
}
