package org.beeyard.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.beeyard.helm.Chart;
import org.beeyard.helm.Rendered;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A farm in a cluster is told nothing by its chart that it does not take. */
class ChartedFarmTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource
    void takes_what_it_is_told(String values) throws IOException {
        Rendered chart = Chart.with(values).rendered();
        Path file = Files.writeString(folder.resolve("farm.yaml"), chart.farmYaml());
        Map<String, String> environment = new HashMap<>(chart.environment());
        environment.computeIfPresent("SIGN_IN_ADMIN_TOKEN", (name, secret) -> "0123456789abcdef".repeat(4));
        assertThat(FarmCheck.problems(Optional.of(file), environment)).isEmpty();
    }

    static Stream<String> takes_what_it_is_told() {
        return Stream.concat(Chart.shipped().stream(), Chart.shown().values().stream());
    }
}
