package org.beeyard.agent;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs that strangers wrote: inside the build root, in namespaces of their own, without network, capabilities or
 * a view of the host. At most one at a time; {@link #stop} ends it and everything it started.
 */
final class Sandbox {

    /** What {@code vm-images/scripts/sandbox} answers when it could not set the sandbox up. */
    static final int NOT_SET_UP = 125;

    private static final File NOTHING = new File("/dev/null");

    /** Its first line when it could. */
    private static final String UP = "sandbox: up";

    private final Places places;
    private final Optional<String> trusted;
    private volatile @Nullable Process running;
    private volatile boolean stopped;

    /** @param trusted the user number that programs get on a host without user namespaces, where this process is root */
    Sandbox(Places places, Optional<String> trusted) {
        this.places = places;
        this.trusted = trusted;
    }

    /** A sentence for the log when what keeps programs in is weaker than it should be. */
    Optional<String> warning() {
        return trusted.map(uid -> "Patches are trusted here: what they build runs without a user namespace, as user "
                + uid + " of the host.");
    }

    /** A command and what it sees. */
    static final class Box {

        private final List<String> options = new ArrayList<>();
        private final List<String> command = new ArrayList<>();
        private long memoryBytes;

        Box readOnly(Path from, String to) {
            return option("--ro", from + ":" + to);
        }

        Box writable(Path from, String to) {
            return option("--rw", from + ":" + to);
        }

        /** Layers {@code lower}, the uppermost first, seen with what was written in {@code upper} since. */
        Box overlay(List<Path> lower, Path upper, Path work, String to) {
            return option(
                    "--overlay",
                    String.join(":", lower.stream().map(Path::toString).toList()) + "|" + upper + "|" + work + "|"
                            + to);
        }

        Box device(String path) {
            return option("--dev", path);
        }

        Box env(Map<String, String> variables) {
            variables.forEach((name, value) -> option("--env", name + "=" + value));
            return this;
        }

        /** Bounds the address space of each process. */
        Box memory(long bytes) {
            memoryBytes = bytes;
            return this;
        }

        Box command(String... words) {
            command.addAll(List.of(words));
            return this;
        }

        private Box option(String name, String value) {
            options.add(name);
            options.add(value);
            return this;
        }
    }

    /**
     * Returns the exit status when the command and everything it left behind have ended.
     *
     * @param lines gets each line of its output, standard error included
     */
    int run(Box box, Consumer<String> lines) throws IOException, InterruptedException {
        if (stopped) {
            throw new InterruptedException("the attempt is being stopped");
        }
        Process process = new ProcessBuilder(commandLine(box))
                .redirectErrorStream(true)
                .redirectInput(NOTHING) // what asks gets no answer, and does not wait for one
                .start();
        running = process;
        if (stopped) {
            process.destroyForcibly(); // told while it was being started
        }
        boolean[] up = new boolean[1];
        try {
            Lines.read(process.getInputStream(), line -> {
                if (!up[0] && line.equals(UP)) {
                    up[0] = true;
                } else {
                    lines.accept(line);
                }
            });
            int status = process.waitFor();
            return up[0] || stopped ? status : NOT_SET_UP;
        } finally {
            process.destroyForcibly();
            running = null;
        }
    }

    private List<String> commandLine(Box box) {
        List<String> all = new ArrayList<>(List.of("choom", "-n", "500", "--", "nice", "-n", "5"));
        if (box.memoryBytes > 0) {
            all.addAll(List.of("prlimit", "--as=" + box.memoryBytes, "--core=0", "--nproc=8192"));
        }
        all.addAll(List.of(
                "bash",
                places.script("sandbox").toString(),
                "--root",
                places.root().toString()));
        trusted.ifPresent(uid -> all.addAll(List.of("--trusted", uid)));
        all.add("--announce");
        all.addAll(box.options);
        all.addAll(List.of("--ro", places.scripts() + ":/inputs/scripts", "--"));
        all.addAll(box.command);
        return all;
    }

    /** Ends what runs, by force, and lets nothing start any more. */
    void stop() {
        stopped = true;
        kill();
    }

    /** Ends what runs, by force. */
    void kill() {
        Process process = running;
        if (process != null) {
            // SIGTERM is nothing to the first process of a namespace; the kernel kills the rest with it
            process.destroyForcibly();
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
