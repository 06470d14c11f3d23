package org.beeyard.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A JVM that was killed leaves its PostgreSQL behind, and that would keep the next one from starting. */
final class OrphanedDatabase {

    private OrphanedDatabase() {}

    /** Ends the server that still runs on the data, if one does. */
    static void stop(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (Files.notExists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        long pid = lines.isEmpty() ? -1 : Long.parseLong(lines.getFirst().strip());
        server(pid, data).ifPresent(OrphanedDatabase::end);
        if (server(pid, data).isEmpty()) {
            Files.deleteIfExists(pidFile); // after a power-off the number may be another program's
        }
    }

    /** Of the process by that number, if it is a server on this data: another one's works in its own folder. */
    private static Optional<ProcessHandle> server(long pid, Path data) {
        return ProcessHandle.of(pid)
                .filter(p -> p.info().command().orElse("").endsWith("/postgres"))
                .filter(p -> worksIn(pid, data));
    }

    private static boolean worksIn(long pid, Path data) {
        try {
            return Files.isSameFile(Path.of("/proc/" + pid + "/cwd"), data);
        } catch (IOException e) {
            return false; // it has ended, or is none that we may touch
        }
    }

    private static void end(ProcessHandle server) {
        server.destroy();
        try {
            server.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            server.destroyForcibly();
        }
    }
}
