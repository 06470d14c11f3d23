package org.beeyard.plan;

import java.util.List;

/**
 * One row of a tree's matrix: a kernel and the suites to run on it.
 *
 * @param kernelConfig {@code full} as upstream's CI, or {@code small}
 * @param tests the tests to build and run, by file name under prog_tests; empty for all
 * @param deny full names, or patterns, of tests not to run
 */
public record Matrix(
        String arch, String compiler, List<String> suites, String kernelConfig, List<String> tests, List<String> deny) {

    public Matrix {
        suites = List.copyOf(suites);
        tests = List.copyOf(tests);
        deny = List.copyOf(deny);
    }
}
