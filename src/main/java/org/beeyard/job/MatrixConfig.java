package org.beeyard.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.plan.Matrix;
import org.beeyard.plan.ReferenceMatrix;
import org.beeyard.plan.Toolchain;

/** What is built and run, by the names that trees refer to. */
@ConfigMapping(prefix = "matrix")
public interface MatrixConfig {

    @WithParentName
    Map<String, List<Row>> all();

    /** The rows of one matrix, as planning wants them; empty when there is none of that name. */
    default List<Matrix> rows(String name, SuiteConfig custom, Pools pools) {
        if (name.equals(ReferenceMatrix.NAME) && !all().containsKey(name)) {
            return ReferenceMatrix.rows(pools.forPlanning());
        }
        return all().getOrDefault(name, List.of()).stream()
                .map(row -> new Matrix(
                        row.arch(),
                        new Toolchain(row.compiler(), row.asan()).name(),
                        row.suites().stream()
                                .filter(suite -> custom.named(suite).isEmpty())
                                .toList(),
                        row.suites().stream()
                                .flatMap(suite -> custom.named(suite).stream())
                                .toList(),
                        row.advisory().orElse(List.of()),
                        row.kernelConfig(),
                        row.tests().orElse(List.of()),
                        row.deny().orElse(List.of())))
                .toList();
    }

    interface Row {

        @Pattern(regexp = "x86_64|aarch64|s390x")
        String arch();

        /** {@code clang} is the build root's; one of several there is named by its version. */
        @Pattern(
                regexp = "gcc|clang(-[1-9][0-9]?)?",
                message = "must be gcc, clang or a version of it such as clang-18")
        @WithDefault("gcc")
        String compiler();

        /** Whether the selftests' own programs are built with gcc's address sanitizer. */
        @WithDefault("false")
        boolean asan();

        /** Those that the farm knows by itself, and names under {@code suites}. */
        List<String> suites();

        /** Those of them whose failures are shown and do not count. */
        Optional<List<String>> advisory();

        @Pattern(regexp = "full|small")
        @WithDefault("full")
        String kernelConfig();

        /** By file name under prog_tests; all when absent. */
        Optional<List<String>> tests();

        /** Full names, or patterns, of tests not to run, besides the tree's own DENYLIST files. */
        Optional<List<String>> deny();
    }
}
