package org.beeyard.agent;

import java.io.File;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs programs that strangers wrote, confined. At most one at a time; {@link #stop} ends it and everything it started. */
final class Sandbox {

    /** What {@code vm-images/scripts/sandbox} answers when it could not set the sandbox up. */
    static final int NOT_SET_UP = 125;

    private static final File NOTHING = new File("/dev/null");

    /** The first line of what is confined. */
    static final String UP = "sandbox: up";

    private final Confinement confinement;
    private volatile @Nullable Process running;
    private volatile boolean stopped;

    Sandbox(Confinement confinement) {
        this.confinement = confinement;
    }

    /** A sentence for the log when what keeps programs in is weaker than it should be. */
    Optional<String> warning() {
        return confinement.warning();
    }

    /**
     * Returns the exit status when the command and everything it left behind have ended.
     *
     * @param lines gets each line of its output, standard error included
     */
    int run(Box box, Consumer<String> lines) throws IOException, InterruptedException {
        if (stopped) {
            throw new Stopped();
        }
        ProcessBuilder builder = new ProcessBuilder(confinement.commandLine(box))
                .redirectErrorStream(true)
                .redirectInput(NOTHING); // what asks gets no answer, and does not wait for one
        builder.environment().remove(Main.TOKEN);
        Process process = builder.start();
        // At once: what is left would hold the output open, and so keep it from ending.
        CompletableFuture<Void> swept = process.onExit().thenRun(confinement::sweep);
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
                    lines.accept(confinement.seen(line));
                }
            });
            int status = process.waitFor();
            return up[0] || stopped ? status : NOT_SET_UP;
        } finally {
            process.destroyForcibly();
            swept.join();
            running = null;
        }
    }

    /** Nothing is started any more. */
    static final class Stopped extends InterruptedException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("the attempt is being stopped");
        }
    }

    boolean isStopped() {
        return stopped;
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
