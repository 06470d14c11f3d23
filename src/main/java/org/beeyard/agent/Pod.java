package org.beeyard.agent;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod is a sandbox already: an image that is the build root, a user without rights, a network policy. It cannot mount, so
 * links stand for what is seen elsewhere, and copies for layers.
 */
final class Pod implements Confinement {

    private static final File NOTHING = new File("/dev/null");

    private final Places places;
    private final Map<String, String> shown = new LinkedHashMap<>();

    /** @throws IllegalStateException when this process is not a pod's first: then sweeping would hit others */
    Pod(Places places) {
        if (ProcessHandle.current().pid() != 1) {
            throw new IllegalStateException("BEEYARD_CONFINEMENT=pod is for the first process of a pod");
        }
        this.places = places;
    }

    @Override
    public Optional<String> warning() {
        return Optional.empty();
    }

    @Override
    public List<String> commandLine(Box box) throws IOException, InterruptedException {
        shown.clear();
        link(places.scripts(), "/inputs/scripts");
        for (Box.Mount mount : box.mounts()) {
            switch (mount) {
                case Box.Mount.Bind bind -> link(bind.from(), bind.to());
                case Box.Mount.Overlay overlay -> {
                    merge(overlay);
                    link(overlay.upper(), overlay.to());
                }
            }
        }
        List<String> all = new ArrayList<>(box.manners());
        all.addAll(List.of("env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/tmp", "LC_ALL=C.UTF-8"));
        box.env().forEach((name, value) -> all.add(name + "=" + value));
        // A shell stays: the command itself would inherit the JVM's signal mask and dispositions.
        all.addAll(List.of("sh", "-c", "echo '" + Sandbox.UP + "'; \"$@\"; exit $?", "sh"));
        all.addAll(box.command());
        return all;
    }

    private void link(Path from, String to) throws IOException {
        Path link = Path.of(to);
        Files.createDirectories(link.getParent());
        if (Files.isSymbolicLink(link)) {
            Files.delete(link);
        } else if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(to + " is there already and is no link");
        }
        Files.createSymbolicLink(link, from.toAbsolutePath());
        shown.put(from.toAbsolutePath().toString(), to);
    }

    /** Lays the layers over each other, once: later boxes of the same attempt go on with what is there. */
    private void merge(Box.Mount.Overlay overlay) throws IOException, InterruptedException {
        Path done = merged(overlay.work());
        if (Files.exists(done)) {
            return;
        }
        boolean ours = overlay.lower().size() == 1 && overlay.lower().getFirst().startsWith(places.work());
        if (ours) {
            Files.delete(overlay.upper());
            Files.move(overlay.lower().getFirst(), overlay.upper());
        } else {
            copy(overlay);
        }
        Files.createDirectories(overlay.work());
        Files.createFile(done);
    }

    /** A file as old as the moment at which the layers were laid over each other. */
    static Path merged(Path overlayWork) {
        return overlayWork.resolve("merged");
    }

    private static void copy(Box.Mount.Overlay overlay) throws IOException, InterruptedException {
        for (Path layer : overlay.lower().reversed()) {
            Process copy = new ProcessBuilder(
                            "cp",
                            "-a",
                            "--reflink=auto",
                            layer + "/.",
                            overlay.upper().toString())
                    .redirectErrorStream(true)
                    .redirectInput(NOTHING)
                    .start();
            String words = new String(copy.getInputStream().readNBytes(2000), java.nio.charset.StandardCharsets.UTF_8);
            if (copy.waitFor() != 0) {
                throw new IOException("the layer " + layer.getFileName() + " could not be copied: " + words.strip());
            }
        }
    }

    @Override
    public String seen(String line) {
        String seen = line;
        for (Map.Entry<String, String> path : shown.entrySet()) {
            if (seen.contains(path.getKey())) {
                seen = seen.replace(path.getKey(), path.getValue());
            }
        }
        return seen;
    }

    /** All of the pod but its first process, which this is. */
    @Override
    public void sweep() {
        try {
            new ProcessBuilder("sh", "-c", "kill -KILL -1")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectInput(NOTHING)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            System.err.println("beeyard agent: what was left running could not be ended: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
