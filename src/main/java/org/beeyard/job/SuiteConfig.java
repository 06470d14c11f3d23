package org.beeyard.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.beeyard.plan.CustomSuite;
import org.beeyard.plan.Script;
import org.beeyard.plan.Suites;

/** Suites of one's own: scripts of the CI configuration. */
@ConfigMapping(prefix = "suites")
public interface SuiteConfig {

    String PATH = "(?!.*\\.\\.)[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}";

    @WithParentName
    Map<String, Entry> all();

    interface Entry {

        /** Its path below {@code ci/vmtest/configs}. */
        @Pattern(regexp = PATH, message = "must be the path of a file below ci/vmtest/configs")
        String script();

        @WithDefault("vm")
        Script.Where where();

        /** On which it is run; all of the matrix when absent. */
        Optional<List<@Pattern(regexp = "x86_64|aarch64|s390x") String>> arch();

        /** How long it may take; as long as its pool allows when absent. */
        Optional<Duration> time();

        /** Whether what it finds counts in verdicts. */
        @WithDefault("true")
        boolean blocking();

        @WithDefault("exit")
        Script.Report report();
    }

    default Optional<CustomSuite> named(String name) {
        return Optional.ofNullable(all().get(name))
                .map(suite -> new CustomSuite(
                        name,
                        suite.arch().orElse(List.of()),
                        new Script(suite.script(), suite.where(), suite.report(), (int)
                                suite.time().orElse(Duration.ZERO).toSeconds()),
                        suite.blocking()));
    }

    /** What cannot be used of it, each with the reason. */
    default List<String> problems() {
        List<String> problems = new ArrayList<>();
        new TreeMap<>(all()).forEach((name, suite) -> {
            String key = "suites." + name;
            if (Suites.known(name)) {
                problems.add(key + ": is a suite that the farm has by itself; choose another name.");
            } else if (!Suites.nameable(name)) {
                problems.add(
                        key
                                + ": is no name for a suite: small letters, digits, _ and -, beginning with a letter, and neither build nor probe.");
            }
        });
        return problems;
    }
}
