package org.beeyard.tree.jgit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our own applying against the real {@code git am --3way}: patches of a generated history, made from one commit and
 * applied to another, some of them without the index lines that a 3-way merge needs.
 */
class GitAmEqualityTest {

    private static final int HISTORY = 80;
    private static final int TRIALS = 320;

    @TempDir
    Path folder;

    private Path work;
    private NativeGit git;
    private final Random random = new Random(20260823);

    @BeforeEach
    void history() throws Exception {
        work = folder.resolve("work");
        git = NativeGit.init(work);
        for (int i = 0; i < 24; i++) {
            write(name(i), i % 3 == 0 ? repeated(i) : unlike());
        }
        git.commit("start");
        for (int i = 0; i < HISTORY; i++) {
            mutate();
            git.commit("change " + i);
        }
    }

    @Test
    void gives_the_tree_of_git_am_or_its_conflict() throws Exception {
        List<String> commits = git.run("rev-list", "--reverse", "main").lines().toList();
        BothWays ways = BothWays.in(folder, git);
        TreeMap<String, Integer> outcomes = new TreeMap<>();
        List<String> different = new ArrayList<>();
        for (int trial = 0; trial < TRIALS; trial++) {
            String from = commits.get(random.nextInt(commits.size()));
            int drift = random.nextInt(12) - 3;
            String onto = commits.get(Math.clamp(commits.indexOf(from) + drift, 0, commits.size() - 1));
            git.run("checkout", "-q", "-f", "--detach", from);
            git.run("clean", "-qfd");
            mutate();
            if (git.run("status", "--porcelain").isEmpty()) {
                continue;
            }
            String subject = "trial " + trial;
            git.commit(subject);
            String mail = ways.mail();
            if (trial % 5 == 0) {
                mail = mail.lines().filter(line -> !line.startsWith("index ")).collect(Collectors.joining("\n")) + "\n";
            }
            String theirs = ways.gitAm(onto, mail);
            String ours = ways.ours(onto, subject, mail);
            outcomes.merge(theirs.length() == 40 ? "applied" : theirs, 1, Integer::sum);
            if (!ours.equals(theirs)) {
                different.add("trial " + trial + (trial % 5 == 0 ? " (no index)" : "") + ": git " + theirs + ", ours "
                        + ours + "\n"
                        + git.run("show", "-M", "--stat", "--summary", "--format=", subjectCommit(subject, mail)));
            }
        }
        assertThat(different).as("outcomes " + outcomes).isEmpty();
        assertThat(outcomes.values().stream().mapToInt(n -> n).sum()).isGreaterThanOrEqualTo(300);
        assertThat(outcomes).containsKeys("applied", "conflict");
        assertThat(outcomes.get("conflict")).isGreaterThan(20);
    }

    private List<String> unlike() {
        return IntStream.range(0, 30 + random.nextInt(60))
                .mapToObj(l -> "line " + l + " " + Integer.toHexString(random.nextInt(4000)))
                .toList();
    }

    /** Functions that look all the same: context alone does not say which one is meant. Those of another file look otherwise. */
    private List<String> repeated(int file) {
        return IntStream.range(0, 4 + random.nextInt(6))
                .mapToObj(function -> """
                        {
                        	int err%1$d;

                        	err%1$d = first%1$d();
                        	if (err%1$d)
                        		return err%1$d;
                        	return 0;
                        }

                        """.formatted(file))
                .flatMap(String::lines)
                .toList();
    }

    private static String subjectCommit(String subject, String mail) {
        return mail.substring(5, 45);
    }

    private void mutate() throws Exception {
        int edits = 1 + random.nextInt(3);
        for (int i = 0; i < edits; i++) {
            List<String> files = git.run("ls-files", "--cached", "--others")
                    .lines()
                    .distinct()
                    .filter(f -> Files.exists(work.resolve(f)))
                    .sorted()
                    .toList();
            String file = files.get(random.nextInt(files.size()));
            switch (random.nextInt(12)) {
                case 0 ->
                    write("new/f" + random.nextInt(12) + ".c", List.of("new " + random.nextInt(3), "two", "three"));
                case 1 -> {
                    if (files.size() > 12) {
                        Files.delete(work.resolve(file));
                    }
                }
                case 2 ->
                    move(
                            file,
                            "moved/" + random.nextInt(8) + "/" + Path.of(file).getFileName());
                case 3 -> {
                    move(file, "renamed" + random.nextInt(30) + ".c");
                }
                case 4 ->
                    Files.setPosixFilePermissions(work.resolve(file), PosixFilePermissions.fromString("rwxr-xr-x"));
                case 5 -> append(file);
                default -> edit(file);
            }
        }
    }

    private void move(String from, String to) throws IOException {
        if (Files.notExists(work.resolve(to))) {
            Files.createDirectories(work.resolve(to).getParent());
            Files.move(work.resolve(from), work.resolve(to));
            if (random.nextBoolean()) {
                edit(to);
            }
        }
    }

    private void append(String file) throws IOException {
        String text = Files.readString(work.resolve(file));
        Files.writeString(
                work.resolve(file), text + (random.nextInt(4) == 0 ? "no end" : "more " + random.nextInt(5) + "\n"));
    }

    private void edit(String file) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(work.resolve(file)));
        int at = lines.isEmpty() ? 0 : random.nextInt(lines.size());
        switch (random.nextInt(4)) {
            case 3 -> lines.addAll(at, List.copyOf(lines.subList(at, Math.min(lines.size(), at + 9))));
            case 0 -> lines.add(at, "inserted " + random.nextInt(50));
            case 1 -> {
                if (lines.size() > 3) {
                    lines.remove(at);
                }
            }
            default -> {
                if (!lines.isEmpty()) {
                    lines.set(at, "edited " + random.nextInt(50));
                }
            }
        }
        write(file, lines);
    }

    private static String name(int i) {
        return Set.of("a", "b", "kernel/bpf", "net/core").stream()
                        .sorted()
                        .toList()
                        .get(i % 4) + "/file" + i + ".c";
    }

    private void write(String file, List<String> lines) throws IOException {
        Path path = work.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, lines);
    }
}
