package org.beeyard.plan;

import java.util.List;
import java.util.stream.Stream;

/**
 * What kernel-patches/vmtest builds and runs, as far as this farm can: the matrix of trees for which nobody has written another.
 * Nothing is cross-built yet, so other architectures than x86_64 need a pool that says it is of theirs.
 */
public final class ReferenceMatrix {

    public static final String NAME = "default";

    private static final List<String> EVERYWHERE =
            List.of("test_progs", "test_progs_no_alu32", "test_progs_cpuv4", "test_verifier");
    private static final List<String> PARALLEL = List.of("test_progs_parallel", "test_progs_no_alu32_parallel");

    private ReferenceMatrix() {}

    public static List<Matrix> rows(List<Plan.Pool> pools) {
        return all().filter(row -> pools.stream()
                        .anyMatch(pool -> pool.arch().equals(row.arch())
                                || pool.arch().equals("any") && row.arch().equals("x86_64")))
                .toList();
    }

    private static Stream<Matrix> all() {
        return Stream.of(
                row("x86_64", "gcc", List.of("test_maps", "veristat"), PARALLEL),
                row("x86_64", "clang", List.of("test_maps"), List.of()),
                row("aarch64", "gcc", List.of("test_maps"), List.of()),
                row("s390x", "gcc", List.of(), List.of()));
    }

    private static Matrix row(String arch, String compiler, List<String> more, List<String> advisory) {
        List<String> suites =
                Stream.of(EVERYWHERE, more, advisory).flatMap(List::stream).toList();
        return new Matrix(arch, compiler, suites, List.of(), advisory, "full", List.of(), List.of());
    }
}
