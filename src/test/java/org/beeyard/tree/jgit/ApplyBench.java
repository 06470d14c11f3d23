package org.beeyard.tree.jgit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.beeyard.tree.Application;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees;
import org.beeyard.tree.TreeSource;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Applying against {@code git am --3way} in a work tree, on the same kernel tree and with the same patches, each made from
 * the tree and applied to a commit in which the same files have changed elsewhere. {@code src/bench/apply} runs it.
 */
final class ApplyBench {

    private static final int PATCHES = 40;

    private ApplyBench() {}

    /** @param arguments a folder with an unpacked kernel, which is made a git repository, and an empty one */
    public static void main(String[] arguments) throws Exception {
        Path kernel = Path.of(arguments[0]);
        if (Files.notExists(kernel.resolve(".git"))) {
            NativeGit.init(kernel).run("add", "-A", "-f"); // a packaged kernel may ignore everything
            new NativeGit(kernel).commit("kernel");
        }
        NativeGit git = new NativeGit(kernel);
        String base = git.run("rev-parse", "HEAD").strip();
        Random random = new Random(1);
        List<String> files = git.run("ls-files", "kernel/*.c", "net/*.c", "fs/*.c")
                .lines()
                .filter(file -> lines(kernel.resolve(file)) > 100)
                .toList();
        List<String> chosen = random.ints(0, files.size())
                .distinct()
                .limit(PATCHES)
                .mapToObj(files::get)
                .toList();
        List<String> mails = new ArrayList<>();
        for (String file : chosen) {
            edit(kernel.resolve(file), -40);
            git.run("commit", "-q", "-a", "-m", "change " + file);
            mails.add(git.run("format-patch", "-1", "--stdout"));
            git.run("reset", "-q", "--hard", base);
        }
        for (String file : chosen) {
            edit(kernel.resolve(file), 20);
        }
        git.run("commit", "-q", "-a", "-m", "drift");
        String onto = git.run("rev-parse", "HEAD").strip();

        KernelTrees trees = TestTrees.in(Path.of(arguments[1]));
        trees.adopt("bench", new TreeSource.Local(kernel, "HEAD"), said -> {});
        long[] ours = new long[PATCHES];
        long[] theirs = new long[PATCHES];
        int equal = 0;
        for (int i = -PATCHES; i < PATCHES; i++) { // the first round warms both up: a farm runs for weeks
            int n = Math.floorMod(i, PATCHES);
            Path mail = Files.writeString(Path.of(arguments[1]).resolveSibling("mail"), mails.get(n));
            long start = System.nanoTime();
            git.run("am", "-q", "--3way", mail.toString());
            theirs[n] = System.nanoTime() - start;
            String tree = git.run("rev-parse", "HEAD^{tree}").strip();
            git.run("reset", "-q", "--hard", onto);
            start = System.nanoTime();
            String head = apply(trees, onto, chosen.get(n), mails.get(n));
            ours[n] = System.nanoTime() - start;
            equal += i >= 0 && tree.equals(treeOf(Path.of(arguments[1]), head)) ? 1 : 0;
        }
        Arrays.sort(ours);
        Arrays.sort(theirs);
        System.out.printf(
                "%d patches on %s files: git am --3way %.0f ms, ours %.1f ms (medians), %.0f times faster; %d of %d trees equal%n",
                PATCHES,
                git.run("ls-files").lines().count(),
                theirs[PATCHES / 2] / 1e6,
                ours[PATCHES / 2] / 1e6,
                (double) theirs[PATCHES / 2] / ours[PATCHES / 2],
                equal,
                PATCHES);
        git.run("reset", "-q", "--hard", base);
    }

    private static String apply(KernelTrees trees, String onto, String file, String mail) throws IOException {
        byte[] diff = mail.substring(mail.indexOf("\n---\n") + 1).getBytes(StandardCharsets.UTF_8);
        Application outcome = trees.apply(
                new CommitId(onto),
                "bench",
                List.of(new KernelTrees.Change(
                        "bench " + file,
                        "bench " + file + "\n",
                        "A U Thor",
                        "author@example.org",
                        OffsetDateTime.parse("2026-01-01T00:00:00Z"),
                        diff)));
        return ((Application.Applied) outcome).head().hex();
    }

    private static String treeOf(Path repository, String commit) throws IOException {
        try (var opened = new org.eclipse.jgit.internal.storage.file.FileRepository(repository.toFile());
                RevWalk walk = new RevWalk(opened)) {
            return walk.parseCommit(ObjectId.fromString(commit)).getTree().name();
        }
    }

    private static void edit(Path file, int place) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        lines.add(place < 0 ? lines.size() + place : place, "/* another line */");
        Files.write(file, lines, StandardCharsets.ISO_8859_1);
    }

    private static long lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1).size();
        } catch (IOException e) {
            return 0;
        }
    }
}
