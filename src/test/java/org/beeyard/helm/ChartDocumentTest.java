package org.beeyard.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.helm.Rendered.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.beeyard.protocol.InfraReason;
import org.junit.jupiter.api.Test;

/** What docs/kubernetes.md shows can be done. */
class ChartDocumentTest {

    @Test
    void the_values_that_it_shows_are_good() {
        Map<String, String> shown = Chart.shown();
        assertThat(shown.keySet()).containsExactlyInAnyOrder("trial.yaml", "production.yaml");
        assertThat(shown.values())
                .allSatisfy(values -> assertThat(Chart.with(values).rendered().kinds())
                        .contains("Deployment", "NetworkPolicy", "Role"));
    }

    @Test
    void knows_every_reason_of_an_error() {
        assertThat(Stream.of(InfraReason.values()).map(reason -> "`" + reason + "`"))
                .allSatisfy(reason -> assertThat(document()).contains(reason));
    }

    @Test
    void names_values_that_there_are() {
        JsonNode values = yaml(Chart.file("values.yaml"));
        Set<String> unknown = new TreeSet<>();
        Pattern.compile(
                        "`((?:trial|blobs|data|jobs|networkPolicy|metrics|image|database|ingress|selfTest|patchwork|signIn)"
                                + "\\.[a-zA-Z0-9.]+)")
                .matcher(document())
                .results()
                .map(found -> found.group(1))
                .filter(name -> values.at("/" + name.replace('.', '/')).isMissingNode())
                .forEach(unknown::add);
        assertThat(unknown).isEmpty();
    }

    private static String document() {
        try {
            return Files.readString(Path.of("docs/kubernetes.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
