package org.beeyard.agent;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.beeyard.protocol.AttemptSpec;

/** One VM, from the start of QEMU to its end. Its three streams are FIFOs, each read by a thread of its own. */
final class Vm {

    private static final int TICK_MILLIS = 250;

    /** What {@code vm-run} answers when there is no QEMU that it can use. */
    static final int NO_QEMU = 124;

    private final Places places;
    private final Sandbox sandbox;
    private final LogShipper log;

    Vm(Places places, Sandbox sandbox, LogShipper log) {
        this.places = places;
        this.sandbox = sandbox;
        this.log = log;
    }

    /** Who hears what the guest says. */
    record Listeners(Consumer<String> console, Consumer<String> control, Consumer<String> output) {}

    /** Why the farm ended the VM, if it did. */
    enum Cut {
        NONE,
        /** Not a word was heard of it: emulators hang before the kernel speaks, rarely, and do not when started anew. */
        MUTE,
        /** It did not say that it is ready. */
        BOOT,
        /** Nothing was heard of it for too long. */
        SILENCE,
        /** Its time is over. */
        TIME,
        /** Its attempt is being stopped. */
        STOPPED
    }

    /**
     * @param word seconds within which the kernel has to say something
     * @param boot seconds within which the guest has to be ready
     * @param silent seconds without a word after which it counts as hung
     */
    record Times(int word, int boot, int silent, int total) {

        /**
         * @param seconds since the start
         * @param silence seconds since something was heard, or the start
         */
        Cut after(boolean heard, boolean ready, long seconds, long silence) {
            if (!heard && seconds > word) {
                return Cut.MUTE;
            }
            if (!ready && seconds > boot) {
                return Cut.BOOT;
            }
            if (silence > silent) {
                return Cut.SILENCE;
            }
            return seconds > total ? Cut.TIME : Cut.NONE;
        }
    }

    record Ran(int status, Cut cut, List<String> words) {
        Ran {
            words = List.copyOf(words);
        }
    }

    Ran run(
            AttemptSpec.Test test,
            Path bundle,
            Path inputs,
            boolean kvm,
            Times times,
            GuestWords guest,
            Listeners listeners)
            throws IOException, InterruptedException {
        Path fifos = Files.createDirectories(places.work().resolve("fifo"));
        long begun = System.nanoTime();
        AtomicLong heard = new AtomicLong(begun);
        List<Reader> readers = List.of(
                new Reader(fifos.resolve("console"), heard, listeners.console()),
                new Reader(fifos.resolve("ctl"), heard, listeners.control()),
                new Reader(fifos.resolve("out"), heard, listeners.output()));
        for (Reader reader : readers) {
            reader.start();
        }
        AtomicReference<Cut> cut = new AtomicReference<>(Cut.NONE);
        Thread watch = Thread.ofVirtual().start(() -> watch(times, guest, begun, heard, cut));
        List<String> words = new ArrayList<>();
        int status;
        try {
            status = sandbox.run(box(test, bundle, inputs, fifos, kvm), line -> {
                log.line("qemu: " + line);
                if (words.size() < 20) {
                    words.add(line);
                }
            });
        } finally {
            watch.interrupt();
            for (Reader reader : readers) {
                reader.end();
            }
            guest.over();
        }
        if (sandbox.isStopped()) {
            cut.compareAndSet(Cut.NONE, Cut.STOPPED);
        }
        return new Ran(status, cut.get(), words);
    }

    private Box box(AttemptSpec.Test test, Path bundle, Path inputs, Path fifos, boolean kvm) {
        List<String> command = new ArrayList<>(List.of(
                "/inputs/scripts/vm-run",
                "--arch",
                test.arch(),
                "--kernel",
                "/inputs/bundle/kernel",
                "--console",
                "/work/vm/console",
                "--port",
                "beeyard.ctl=/work/vm/ctl",
                "--port",
                "beeyard.out=/work/vm/out",
                "--cpus",
                Integer.toString(test.cpus()),
                "--memory",
                Long.toString(test.memoryBytes()),
                "--accel",
                kvm ? "kvm" : "tcg"));
        Box box = new Box().readOnly(bundle, "/inputs/bundle").writable(fifos, "/work/vm");
        if (initramfs(bundle)) {
            command.addAll(List.of("--initrd", "/inputs/bundle/initramfs"));
        } else {
            command.addAll(List.of("--root", "/inputs/root", "--inputs", "/inputs/vm"));
            box.readOnly(places.guest(test.arch()), "/inputs/root").readOnly(inputs, "/inputs/vm");
        }
        if (Files.isRegularFile(bundle.resolve("append"), LinkOption.NOFOLLOW_LINKS)) {
            command.addAll(List.of("--append", appended(bundle)));
        }
        if (kvm) {
            box.device("/dev/kvm");
        }
        return box.command(command.toArray(String[]::new));
    }

    /** Whether the VM brings a root of its own. */
    static boolean initramfs(Path bundle) {
        return Files.isRegularFile(bundle.resolve("initramfs"), LinkOption.NOFOLLOW_LINKS);
    }

    private static String appended(Path bundle) {
        try {
            return Files.readString(bundle.resolve("append")).strip();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void watch(Times times, GuestWords guest, long begun, AtomicLong heard, AtomicReference<Cut> cut) {
        try {
            while (true) {
                Thread.sleep(TICK_MILLIS);
                long now = System.nanoTime();
                long last = heard.get();
                Cut why =
                        times.after(last != begun, guest.ready().isPresent(), seconds(begun, now), seconds(last, now));
                if (why != Cut.NONE) {
                    cut.set(why);
                    sandbox.kill();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long seconds(long from, long to) {
        return (to - from) / 1_000_000_000;
    }

    /** Reads a FIFO until its writer is gone. */
    private static final class Reader {

        private final Path fifo;
        private final AtomicLong heard;
        private final Consumer<String> lines;
        private Thread thread = Thread.currentThread();

        Reader(Path fifo, AtomicLong heard, Consumer<String> lines) {
            this.fifo = fifo;
            this.heard = heard;
            this.lines = lines;
        }

        void start() throws IOException, InterruptedException {
            Files.deleteIfExists(fifo);
            int status = new ProcessBuilder("mkfifo", "-m", "600", fifo.toString())
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IOException("mkfifo " + fifo + " failed with status " + status);
            }
            thread = Thread.ofPlatform()
                    .daemon()
                    .name(fifo.getFileName().toString())
                    .start(() -> {
                        try (InputStream in = new FileInputStream(fifo.toFile())) {
                            Lines.read(in, line -> {
                                heard.set(System.nanoTime());
                                try {
                                    lines.accept(line);
                                } catch (LogShipper.WorkFolderFull e) {
                                    // what cannot be kept is still read: a guest whose words nobody takes stands still
                                }
                            });
                        } catch (IOException e) {
                            lines.accept(
                                    "[beeyard: reading " + fifo.getFileName() + " failed: " + e.getMessage() + "]");
                        }
                    });
        }

        /** Opening and closing the other end frees a reader to which no writer came. */
        void end() throws IOException, InterruptedException {
            while (thread.isAlive()) {
                // for reading and writing: opened for writing alone it would wait for a reader that may just have left
                new RandomAccessFile(fifo.toFile(), "rw").close();
                thread.join(100);
            }
        }
    }
}
