package org.beeyard.executor.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bounds what all processes of an attempt use together: memory, processors, their number. Without folders each process is bounded by
 * itself only.
 */
record ControlGroup(List<Path> folders) {

    private static final int MOST_PROCESSES = 16_384;
    private static final int PERIOD_MICROS = 100_000;
    private static final int GONE_SECONDS = 5;

    /** Enters the groups named before {@code --} and becomes the command after it. */
    private static final String ENTER =
            "while [ \"$1\" != -- ]; do echo $$ > \"$1/cgroup.procs\" || exit 1; shift; done; shift; exec \"$@\"";

    /** @param cpus 0 for all of the machine */
    record Limits(int cpus, long memoryBytes) {

        /** Files and what to write into them; each kind of groups, and each controller of the old one, has its own. */
        Map<String, String> settings() {
            Map<String, String> settings = new HashMap<>();
            settings.put("memory.max", Long.toString(memoryBytes));
            settings.put("memory.limit_in_bytes", Long.toString(memoryBytes));
            settings.put("pids.max", Integer.toString(MOST_PROCESSES));
            int quota = cpus * PERIOD_MICROS;
            settings.put("cpu.max", (cpus > 0 ? quota : "max") + " " + PERIOD_MICROS);
            settings.put("cpu.cfs_quota_us", Integer.toString(cpus > 0 ? quota : -1));
            return settings;
        }
    }

    /** Makes the groups and returns what has to stand before a command for it to run in them. */
    List<String> prefix(Limits limits) throws IOException {
        if (folders.isEmpty()) {
            return List.of();
        }
        List<String> prefix = new ArrayList<>(List.of("sh", "-c", ENTER, "sh"));
        for (Path folder : folders) {
            Files.createDirectories(folder);
            bound(folder, limits);
            prefix.add(folder.toString());
        }
        prefix.add("--");
        return prefix;
    }

    private static void bound(Path folder, Limits limits) throws IOException {
        boolean bounded = false;
        for (Map.Entry<String, String> setting : limits.settings().entrySet()) {
            Path file = folder.resolve(setting.getKey());
            if (Files.exists(file)) {
                Files.writeString(file, setting.getValue());
                bounded = true;
            }
        }
        if (!bounded) {
            throw new IOException("the control group " + folder + " bounds nothing; its controllers were switched off");
        }
    }

    /** Ends by force what still runs in the groups, and removes them. */
    void remove() throws IOException, InterruptedException {
        for (Path folder : folders) {
            if (Files.exists(folder)) {
                for (String pid : Files.readAllLines(folder.resolve("cgroup.procs"))) {
                    end(ProcessHandle.of(Long.parseLong(pid)));
                }
                Files.deleteIfExists(folder);
            }
        }
    }

    private static void end(Optional<ProcessHandle> process) throws InterruptedException {
        if (process.isPresent()) {
            process.get().destroyForcibly();
            try {
                process.get().onExit().get(GONE_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                // then the group cannot be removed now, which is told, and tried again
            }
        }
    }
}
