package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * How many processes the kernel has killed in this attempt's control group for want of memory, as {@code memory.events} of the new kind of
 * control groups and {@code memory.oom_control} of the old one have it. A process that is killed in the background of a build says nothing.
 *
 * @param membership of a process, as {@code /proc/self/cgroup}
 * @param root where the groups are; in a container that is its own group, whatever the membership says
 */
record OomKills(Path membership, Path root) {

    private static final String COUNT = "oom_kill ";

    static OomKills ofThisProcess() {
        return new OomKills(Path.of("/proc/self/cgroup"), Path.of("/sys/fs/cgroup"));
    }

    /** 0 as well where nothing counts them. */
    long count() throws IOException {
        return counted().orElse(0);
    }

    /** Nothing where nothing counts them. */
    OptionalLong counted() throws IOException {
        for (String line : read(membership)) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3
                    && (parts[1].isEmpty() || List.of(parts[1].split(",")).contains("memory"))) {
                boolean isNew = parts[1].isEmpty();
                Path groups = isNew ? root : root.resolve("memory");
                String file = isNew ? "memory.events" : "memory.oom_control";
                Path own = groups.resolve(parts[2].substring(Math.min(1, parts[2].length())))
                        .resolve(file);
                Path counted = Files.isReadable(own) ? own : groups.resolve(file);
                for (String word : read(counted)) {
                    if (word.startsWith(COUNT)) {
                        return OptionalLong.of(
                                Long.parseLong(word.substring(COUNT.length()).strip()));
                    }
                }
            }
        }
        return OptionalLong.empty();
    }

    private static List<String> read(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
