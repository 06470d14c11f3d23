package org.beeyard.plan;

import java.util.List;

/**
 * One row of a tree's matrix: a kernel and the suites to run on it.
 *
 * @param compiler with what it is built, as {@link Toolchain} names it
 * @param suites that the farm knows by itself
 * @param custom those that it does not
 * @param advisory those of the suites whose failures are shown and do not count
 * @param kernelConfig {@code full} as upstream's CI, or {@code small}
 * @param tests the tests to build and run, by file name under prog_tests; empty for all
 * @param deny full names, or patterns, of tests not to run
 */
public record Matrix(
        String arch,
        String compiler,
        List<String> suites,
        List<CustomSuite> custom,
        List<String> advisory,
        String kernelConfig,
        List<String> tests,
        List<String> deny) {

    public Matrix(
            String arch,
            String compiler,
            List<String> suites,
            String kernelConfig,
            List<String> tests,
            List<String> deny) {
        this(arch, compiler, suites, List.of(), List.of(), kernelConfig, tests, deny);
    }

    public Matrix {
        custom = List.copyOf(custom);
        advisory = List.copyOf(advisory);
        suites = List.copyOf(suites);
        tests = List.copyOf(tests);
        deny = List.copyOf(deny);
    }
}
