package org.beeyard;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A farm that really runs attempts: two slots, the build and VM root that {@code ./beeyard test} has made. */
public class LocalFarm implements QuarkusTestProfile {

    /** What tests share and keep between runs; {@code ./beeyard test} names it. */
    static Path shared() {
        String named = System.getenv("BEEYARD_TEST_HOME");
        if (named == null) {
            throw new IllegalStateException("BEEYARD_TEST_HOME is not set: run the tests by ./beeyard test");
        }
        return Path.of(named);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        try {
            Path home = Files.createTempDirectory(shared(), "farm");
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
            return Map.of(
                    "beeyard.home", home.toString(),
                    "beeyard.local.root", shared().resolve("root/trixie").toString(),
                    "pools.local.slots", "2",
                    "pools.local.silence", "30s",
                    "pools.local.vm-memory", "512MiB");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
