package org.beeyard.plan;

import java.util.List;

/**
 * One row of a tree's matrix: a kernel and the suites to run on it.
 *
 * @param kernelConfig {@code full} as upstream's CI, or {@code small}
 * @param tests the tests to build and run, by file name under prog_tests; empty for all
 */
public record Matrix(String arch, String compiler, List<String> suites, String kernelConfig, List<String> tests) {

    public Matrix {
        suites = List.copyOf(suites);
        tests = List.copyOf(tests);
    }
}
