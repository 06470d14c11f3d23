package org.beeyard.tree.jgit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Has the store of objects put in order by the git command, in a process of its own: JGit's collection would hold the names of
 * all objects in the farm's memory, and copy what is only borrowed from a repository beside. What is written meanwhile is in
 * packs that git has not seen, and stays.
 */
final class Tidying {

    /** Below this nothing is gained. */
    private static final int PACKS = 50;

    private static final int LOOSE = 2_000;
    private static final Duration PATIENCE = Duration.ofHours(2);
    private static final int WORDS = 500;

    /** One thread, and windows that fit into the memory of a small machine. */
    private static final List<String> MODEST = List.of(
            "-c", "gc.auto=0",
            "-c", "safe.directory=*",
            "-c", "pack.threads=1",
            "-c", "pack.windowMemory=32m",
            "-c", "pack.deltaCacheSize=16m",
            "-c", "core.packedGitWindowSize=8m",
            "-c", "core.packedGitLimit=64m",
            "-c", "core.bigFileThreshold=8m");

    private final Path repository;

    Tidying(Path repository) {
        this.repository = repository;
    }

    /** @return by how much the store is smaller now */
    long run(Duration unkept) throws IOException {
        if (packs() < PACKS && loose() < LOOSE) {
            return 0;
        }
        long before = size();
        String expire = unkept.toSeconds() + ".seconds.ago";
        git("pack-refs", "--all");
        // with --cruft what nothing keeps has a pack of its own, in which git notes how old it is
        git("repack", "-d", "-l", "-q", "--cruft", "--cruft-expiration=" + expire);
        git("prune", "--expire=" + expire);
        return before - size();
    }

    private long packs() throws IOException {
        return count(repository.resolve("objects/pack"), "*.pack");
    }

    private long loose() throws IOException {
        long all = 0;
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(repository.resolve("objects"), "[0-9a-f][0-9a-f]")) {
            for (Path folder : folders) {
                all += count(folder, "*");
            }
        }
        return all;
    }

    private static long count(Path folder, String glob) throws IOException {
        if (Files.notExists(folder)) {
            return 0;
        }
        long all = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            for (Path _ : files) {
                all++;
            }
        }
        return all;
    }

    private long size() throws IOException {
        long all = 0;
        try (Stream<Path> files = Files.walk(repository.resolve("objects"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                all += size(file);
            }
        }
        return all;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    private void git(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(MODEST);
        command.add("--git-dir=" + repository);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        String path = environment.get("PATH");
        environment.clear();
        environment.putAll(Map.of("PATH", Optional.ofNullable(path).orElse("/usr/bin:/bin"), "LC_ALL", "C"));
        environment.putAll(Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null"));
        Process git;
        try {
            git = builder.start();
        } catch (IOException e) {
            throw new IOException(
                    "The store of git objects has many small packs, and to put them together needs the git command, which is not installed here.",
                    e);
        }
        try {
            git.getOutputStream().close();
            String words = words(git);
            if (!git.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || git.exitValue() != 0) {
                throw new IOException("git " + arguments[0] + " could not put the store in order: " + words);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("git " + arguments[0] + " was interrupted", e);
        } finally {
            git.destroy();
        }
    }

    /** The last line; git says little. */
    private static String words(Process git) throws IOException {
        String last = "";
        try (BufferedReader out = git.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = line;
            }
        }
        return last.substring(0, Math.min(last.length(), WORDS));
    }
}
