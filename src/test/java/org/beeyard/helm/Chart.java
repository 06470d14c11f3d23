package org.beeyard.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import com.marcnuri.helm.jni.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The chart with some values, as helm sees it. */
public final class Chart {

    static final Path FOLDER = Path.of("helm/beeyard");
    static final String NAMESPACE = "farm-space";

    /** The least that is not a trial; see there. */
    static final String DATABASE = file("ci/database.yaml");

    /** Nearly everything switched on. */
    static final String S3 = file("ci/s3.yaml");

    static final String TRIAL = file("ci/trial.yaml");

    private static final Pattern SHOWN = Pattern.compile("(?s)```yaml\n# (\\S+\\.yaml)\n(.*?)\n```");

    // helm-java would look for the library on the network, and tests that do not run look like tests that pass.
    static {
        assertThat(ServiceLoader.load(NativeLibrary.class))
                .as(
                        "helm-java has no native library for %s on %s here: the chart cannot be tested. Add"
                                + " com.marcnuri.helm-java:linux-arm64 or its like to pom.xml.",
                        System.getProperty("os.name"), System.getProperty("os.arch"))
                .isNotEmpty();
    }

    private final String values;

    private Chart(String values) {
        this.values = values;
    }

    public static Chart with(String values) {
        return new Chart(values);
    }

    Chart and(String more) {
        return new Chart(new Yaml().dump(merged(map(values), map(more))));
    }

    public Rendered rendered() {
        return inFolder(folder -> Rendered.from(template(folder).call()));
    }

    /** The pod of helm test too. */
    Rendered renderedWithTests() {
        return inFolder(folder -> {
            // helm keeps hooks out of what it prints
            Path test = folder.resolve("templates/tests/self-test.yaml");
            Files.writeString(test, Files.readString(test).replace("helm.sh/hook: test", "was: a-hook"));
            return Rendered.from(template(folder).call());
        });
    }

    /** What helm says instead of rendering it. */
    String refusal() {
        return inFolder(folder -> {
            Throwable refused = catchThrowable(() -> template(folder).call());
            assertThat(refused).as("helm renders this").isNotNull();
            return refused.getMessage();
        });
    }

    LintResult linted() {
        return inFolder(folder -> {
            Path all = folder.resolve("values.yaml");
            Files.writeString(all, new Yaml().dump(merged(map(Files.readString(all)), map(values))));
            return new Helm(folder).lint().strict().call();
        });
    }

    /** What helm prints after an installation. */
    String notes() {
        return inFolder(folder -> new Helm(folder)
                .install()
                .withName("beeyard")
                .withNamespace(NAMESPACE)
                .withKubeVersion("1.34.0")
                .clientOnly()
                .dryRun()
                .withValuesFile(folder.resolve("test-values.yaml"))
                .call()
                .getOutput()
                .replaceFirst("(?s).*\nNOTES:\n", ""));
    }

    private static TemplateCommand template(Path folder) {
        return new Helm(folder)
                .template()
                .withName("beeyard")
                .withNamespace(NAMESPACE)
                .withKubeVersion("1.34.0")
                .withValuesFile(folder.resolve("test-values.yaml"));
    }

    private interface Use<T> {
        T of(Path folder) throws IOException;
    }

    /** A copy of the chart that a test may change, with its values beside it. */
    private <T> T inFolder(Use<T> use) {
        try {
            Path folder = Files.createTempDirectory("beeyard-chart");
            try (Stream<Path> files = Files.walk(FOLDER)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = folder.resolve(FOLDER.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
            Files.writeString(folder.resolve("test-values.yaml"), values);
            T seen = use.of(folder);
            delete(folder);
            return seen;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList().reversed()) {
                Files.delete(file);
            }
        }
    }

    static String file(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> map(String yaml) {
        Map<String, Object> map = new Yaml().load(yaml);
        return map == null ? Map.of() : map;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> merged(Map<String, Object> below, Map<String, Object> above) {
        Map<String, Object> merged = new HashMap<>(below);
        above.forEach((key, value) -> merged.merge(
                key,
                value,
                (old, now) -> old instanceof Map && now instanceof Map
                        ? merged((Map<String, Object>) old, (Map<String, Object>) now)
                        : now));
        return merged;
    }

    public static List<String> shipped() {
        return List.of(DATABASE, S3, TRIAL);
    }

    /** The values that docs/kubernetes.md shows, by the names of their files. */
    public static Map<String, String> shown() {
        try {
            Map<String, String> shown = new HashMap<>();
            SHOWN.matcher(Files.readString(Path.of("docs/kubernetes.md")))
                    .results()
                    .forEach(found -> shown.put(found.group(1), found.group(2)));
            return shown;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
