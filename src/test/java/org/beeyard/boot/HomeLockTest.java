package org.beeyard.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two farms on one data folder; the first is played by this process, by the lock that it has. */
class HomeLockTest {

    @TempDir
    Path home;

    @Test
    void a_second_farm_is_refused_although_its_database_is_elsewhere() throws Exception {
        try (FileChannel channel = FileChannel.open(
                        home.resolve("farm.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            Process second = farm();
            assertThat(second.inputReader().lines())
                    .containsExactly("beeyard: Another farm is running on the data in " + home
                            + ". Stop it, or name another folder by BEEYARD_HOME.");
            assertThat(second.waitFor()).isEqualTo(2);
        }
    }

    @Test
    void a_folder_that_cannot_be_made_is_told() throws Exception {
        home = Path.of("/proc/nowhere");
        Process farm = farm();
        assertThat(farm.inputReader().lines())
                .containsExactly("beeyard: The data folder /proc/nowhere cannot be locked: /proc/nowhere."
                        + " Make it one that the farm may write, or name another by BEEYARD_HOME.");
        assertThat(farm.waitFor()).isEqualTo(2);
    }

    private Process farm() throws IOException {
        ProcessBuilder farm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.beeyard.boot.Main")
                .redirectErrorStream(true);
        farm.environment().put("BEEYARD_HOME", home.toString());
        farm.environment().put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://db.example.org/beeyard");
        farm.environment().remove("BEEYARD_CONFIG");
        return farm.start();
    }
}
