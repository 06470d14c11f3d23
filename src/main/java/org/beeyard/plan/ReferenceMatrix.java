package org.beeyard.plan;

import java.util.List;
import java.util.stream.Stream;

/**
 * What kernel-patches/vmtest builds and runs, as far as this farm's pools say that they can: the matrix of trees for which nobody
 * has written another. A pool of any architecture is asked for x86_64 only.
 */
public final class ReferenceMatrix {

    public static final String NAME = "default";

    private static final List<String> EVERYWHERE =
            List.of("test_progs", "test_progs_no_alu32", "test_progs_cpuv4", "test_verifier");
    private static final List<String> PARALLEL = List.of("test_progs_parallel", "test_progs_no_alu32_parallel");

    private ReferenceMatrix() {}

    public static List<Matrix> rows(List<Plan.Pool> pools) {
        return all().filter(row -> pools.stream().anyMatch(pool -> builds(row, pool))
                        && pools.stream().anyMatch(pool -> pool.boots(row.arch()) && meant(row, pool, pool.emulates())))
                .toList();
    }

    /** Programs with the address sanitizer do not link where they are cross-built. */
    private static boolean builds(Matrix row, Plan.Pool pool) {
        String own = pool.arch().equals("any") ? "x86_64" : pool.arch();
        return pool.builds(row.arch())
                && meant(row, pool, pool.builds())
                && (!Toolchain.of(row.compiler()).asan() || row.arch().equals(own));
    }

    private static boolean meant(Matrix row, Plan.Pool pool, List<String> named) {
        return !pool.arch().equals("any")
                || named.contains(row.arch())
                || row.arch().equals("x86_64");
    }

    private static Stream<Matrix> all() {
        return Stream.of(
                row("x86_64", "gcc", List.of("test_maps", "test_progs-bpf_gcc", "veristat", "bpftool"), PARALLEL),
                row("x86_64", "clang", List.of("test_maps"), List.of()),
                row("aarch64", "gcc", List.of("test_maps"), List.of()),
                row("s390x", "gcc", List.of(), List.of()),
                asan("x86_64"),
                asan("aarch64"));
    }

    private static Matrix row(String arch, String compiler, List<String> more, List<String> advisory) {
        return of(
                arch,
                compiler,
                Stream.of(EVERYWHERE, more, advisory).flatMap(List::stream).toList(),
                advisory);
    }

    private static Matrix asan(String arch) {
        return of(arch, new Toolchain("gcc", true).name(), List.of("test_progs"), List.of());
    }

    private static Matrix of(String arch, String compiler, List<String> suites, List<String> advisory) {
        return new Matrix(arch, compiler, suites, List.of(), advisory, "full", List.of(), List.of());
    }
}
