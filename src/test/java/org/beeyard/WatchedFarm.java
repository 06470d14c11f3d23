package org.beeyard;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A farm that looks at a repository by itself, and has no slot, so that nothing runs. */
public class WatchedFarm implements QuarkusTestProfile {

    /** A commit to the repository of the farm's trees, on which nothing changes. Returns it. */
    static String commit(Path repository, String subject) throws IOException, InterruptedException {
        Clone upstream = new Clone(repository, repository, Map.of());
        upstream.git("commit", "-q", "--allow-empty", "-m", subject);
        return upstream.git("rev-parse", "HEAD");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(SteppedClock.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path home = Files.createTempDirectory("beeyard-test");
            Clone upstream = Clone.of(home, "");
            upstream.git("init", "-q", "-b", "master");
            upstream.write("start\none\nend\n");
            upstream.git("add", ".");
            upstream.git("commit", "-qm", "first");
            upstream.git("branch", "stable");
            Map<String, String> config = new HashMap<>(Map.of(
                    "beeyard.home",
                    home.toString(),
                    "matrix.default[0].arch",
                    "x86_64",
                    "matrix.default[0].suites",
                    "test_progs",
                    "pools.none.slots",
                    "0"));
            config.putAll(
                    Map.of("trees.eager.repository", upstream.folder().toString(), "trees.eager.runs", "on-base"));
            config.putAll(Map.of(
                    "trees.stable.repository",
                    upstream.folder().toString(),
                    "trees.stable.branch",
                    "stable",
                    "trees.stable.schedule",
                    "30 3 * * *"));
            config.putAll(
                    Map.of("trees.gone.repository", home.resolve("gone").toString(), "trees.gone.runs", "on-base"));
            return config;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
