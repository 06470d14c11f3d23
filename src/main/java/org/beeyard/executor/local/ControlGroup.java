package org.beeyard.executor.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bounds what all processes of an attempt use together: memory, processors, their number. Of the kernel's two kinds of
 * control groups the machine's is used; a farm that may not make any bounds each process by itself only.
 *
 * @param folders one for each controller with the old kind, one in all with the new one, none where there can be none
 */
record ControlGroup(List<Path> folders) {

    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final String FARM = "beeyard";
    private static final int MOST_PROCESSES = 16_384;
    private static final int PERIOD_MICROS = 100_000;
    private static final int GONE_SECONDS = 5;

    /** Enters the groups named before {@code --} and becomes the command after it. */
    private static final String ENTER =
            "while [ \"$1\" != -- ]; do echo $$ > \"$1/cgroup.procs\" || exit 1; shift; done; shift; exec \"$@\"";

    /** @param cpus 0 for all of the machine */
    record Limits(int cpus, long memoryBytes) {}

    /** What the machine offers, a clause for the log. */
    static String kind() {
        return isNew() ? "control groups v2" : isOld() ? "control groups v1" : "no control groups, only per process";
    }

    /** @param work the attempt's folder: two farms of one machine may count alike, and never share it */
    static ControlGroup of(Path work) {
        String name = work.getFileName() + "-" + Integer.toHexString(work.hashCode());
        if (isNew()) {
            return new ControlGroup(List.of(ROOT.resolve(FARM).resolve(name)));
        }
        return isOld()
                ? new ControlGroup(List.of(
                        ROOT.resolve("memory").resolve(FARM).resolve(name),
                        ROOT.resolve("cpu").resolve(FARM).resolve(name),
                        ROOT.resolve("pids").resolve(FARM).resolve(name)))
                : new ControlGroup(List.of());
    }

    private static boolean isNew() {
        return Files.isWritable(ROOT.resolve("cgroup.subtree_control"));
    }

    private static boolean isOld() {
        return Files.isWritable(ROOT.resolve("memory/cgroup.procs"))
                && Files.isWritable(ROOT.resolve("cpu/cgroup.procs"))
                && Files.isWritable(ROOT.resolve("pids/cgroup.procs"));
    }

    /** Makes the groups and returns what has to stand before a command for it to run in them. */
    List<String> prefix(Limits limits) throws IOException {
        if (folders.isEmpty()) {
            return List.of();
        }
        for (Path folder : folders) {
            Files.createDirectories(folder);
        }
        if (isNew()) {
            Files.writeString(ROOT.resolve("cgroup.subtree_control"), "+memory +cpu +pids");
            Files.writeString(ROOT.resolve(FARM).resolve("cgroup.subtree_control"), "+memory +cpu +pids");
        }
        for (Path folder : folders) {
            set(folder, "memory.max", Long.toString(limits.memoryBytes()));
            set(folder, "memory.limit_in_bytes", Long.toString(limits.memoryBytes()));
            set(folder, "pids.max", Integer.toString(MOST_PROCESSES));
            if (limits.cpus() > 0) {
                int quota = limits.cpus() * PERIOD_MICROS;
                set(folder, "cpu.max", quota + " " + PERIOD_MICROS);
                set(folder, "cpu.cfs_quota_us", Integer.toString(quota));
            }
        }
        List<String> prefix = new ArrayList<>(List.of("sh", "-c", ENTER, "sh"));
        folders.forEach(folder -> prefix.add(folder.toString()));
        prefix.add("--");
        return prefix;
    }

    /** Each kind has files of its own names. */
    private static void set(Path folder, String file, String value) throws IOException {
        if (Files.exists(folder.resolve(file))) {
            Files.writeString(folder.resolve(file), value);
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
