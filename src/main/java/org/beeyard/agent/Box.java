package org.beeyard.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command that strangers wrote, or feed, and what it sees. */
final class Box {

    /** Something that is seen at another place, below /src, /work, /inputs or /cache. */
    sealed interface Mount {

        String to();

        record Bind(Path from, String to, boolean writable) implements Mount {}

        /** Layers {@code lower}, the uppermost first, seen with what was written in {@code upper} since. */
        record Overlay(List<Path> lower, Path upper, Path work, String to) implements Mount {
            public Overlay {
                lower = List.copyOf(lower);
            }
        }
    }

    private static final long ANY = Long.MAX_VALUE;

    private final List<Mount> mounts = new ArrayList<>();
    private final List<String> devices = new ArrayList<>();
    private final Map<String, String> env = new LinkedHashMap<>();
    private final List<String> command = new ArrayList<>();
    private long memoryBytes;

    Box readOnly(Path from, String to) {
        mounts.add(new Mount.Bind(from, to, false));
        return this;
    }

    Box writable(Path from, String to) {
        mounts.add(new Mount.Bind(from, to, true));
        return this;
    }

    Box overlay(List<Path> lower, Path upper, Path work, String to) {
        mounts.add(new Mount.Overlay(lower, upper, work, to));
        return this;
    }

    Box device(String path) {
        devices.add(path);
        return this;
    }

    Box env(Map<String, String> variables) {
        env.putAll(variables);
        return this;
    }

    /** Bounds the address space of each process, and what else one may have. */
    Box memory(long bytes) {
        memoryBytes = bytes;
        return this;
    }

    /** As {@link #memory}, but for what has the address sanitizer: that reserves terabytes of addresses, and uses few of them. */
    Box anyAddresses() {
        memoryBytes = ANY;
        return this;
    }

    Box command(String... words) {
        command.addAll(List.of(words));
        return this;
    }

    List<Mount> mounts() {
        return List.copyOf(mounts);
    }

    List<String> devices() {
        return List.copyOf(devices);
    }

    Map<String, String> env() {
        return Map.copyOf(env);
    }

    List<String> command() {
        return List.copyOf(command);
    }

    /** What comes before the command: first to be killed when memory is short, last to be served, bounded. */
    List<String> manners() {
        List<String> words = new ArrayList<>(List.of("choom", "-n", "500", "--", "nice", "-n", "5"));
        if (memoryBytes > 0) {
            words.addAll(List.of(
                    "prlimit", "--as=" + (memoryBytes == ANY ? "unlimited" : memoryBytes), "--core=0", "--nproc=8192"));
        }
        return words;
    }
}
