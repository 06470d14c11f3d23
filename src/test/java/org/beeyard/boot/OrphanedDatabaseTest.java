package org.beeyard.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to the process whose number a killed farm's database has left; it is played by a program of the same name. */
class OrphanedDatabaseTest {

    @TempDir
    Path folder;

    private Path data;
    private Process process;

    @BeforeEach
    void data() throws IOException {
        data = Files.createDirectories(folder.resolve("postgres-18"));
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void a_server_on_the_same_data_is_stopped() throws Exception {
        leaves(postgres(data));
        OrphanedDatabase.stop(data);
        assertThat(process.waitFor()).isEqualTo(128 + 15);
        assertThat(data.resolve("postmaster.pid")).doesNotExist();
    }

    /** After a power-off its number may be any other's, and root may end all. */
    @Test
    void a_server_of_somebody_elses_that_has_its_number_goes_on() throws Exception {
        leaves(postgres(Files.createDirectories(folder.resolve("of-the-system"))));
        OrphanedDatabase.stop(data);
        assertThat(process.isAlive()).isTrue();
        assertThat(data.resolve("postmaster.pid")).doesNotExist();
    }

    private long postgres(Path in) throws IOException {
        Path program = folder.resolve("postgres");
        Files.copy(Path.of("/bin/sleep"), program);
        process = new ProcessBuilder(program.toString(), "600")
                .directory(in.toFile())
                .start();
        return process.pid();
    }

    private void leaves(long pid) throws IOException {
        Files.writeString(data.resolve("postmaster.pid"), pid + "\n" + data + "\n");
    }
}
