package org.beeyard.tree.jgit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import org.beeyard.tree.Application;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees;
import org.beeyard.tree.TreeSource;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/** One patch, applied by {@code git am --3way} in a work tree and by us. Each way gives a tree, or a word instead of one. */
record BothWays(Path folder, NativeGit git, KernelTrees trees) {

    /** @param git whose branch main has all that is applied to */
    static BothWays in(Path folder, NativeGit git) throws Exception {
        KernelTrees trees = TestTrees.in(folder.resolve("farm.git"));
        trees.adopt("test", new TreeSource.Local(git.work(), "main"), said -> {});
        return new BothWays(folder, git, trees);
    }

    /** The last commit as a mail. */
    String mail() throws Exception {
        return git.run("format-patch", "-1", "--stdout");
    }

    String gitAm(String onto, String mail) throws Exception {
        git.run("checkout", "-q", "-f", "--detach", onto);
        git.run("clean", "-qfd");
        Path file = folder.resolve("mail");
        Files.writeString(file, mail, StandardCharsets.ISO_8859_1);
        Process am = git.start("am", "-q", "--3way", "--no-gpg-sign", file.toString());
        am.getInputStream().readAllBytes();
        if (am.waitFor() == 0) {
            String tree = git.run("rev-parse", "HEAD^{tree}").strip();
            return tree.equals(git.run("rev-parse", onto + "^{tree}").strip()) ? "already" : tree;
        }
        git.run("am", "--abort");
        return "conflict";
    }

    String ours(String onto, String subject, String mail) throws IOException {
        byte[] diff = mail.substring(mail.indexOf("\n---\n") + 1).getBytes(StandardCharsets.ISO_8859_1);
        KernelTrees.Change change = new KernelTrees.Change(
                subject, subject + "\n", "A", "a@example.org", OffsetDateTime.parse("2026-01-01T00:00:00Z"), diff);
        return switch (trees.apply(new CommitId(onto), subject.replace(' ', '-'), List.of(change))) {
            case Application.Applied applied -> treeOf(applied.head());
            case Application.Conflict _, Application.Ungrounded _ -> "conflict";
            case Application.AlreadyApplied _ -> "already";
            case Application.Unfit unfit -> "unfit: " + unfit.reason();
        };
    }

    private String treeOf(CommitId commit) throws IOException {
        try (FileRepository repository =
                        new FileRepository(folder.resolve("farm.git").toFile());
                RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(ObjectId.fromString(commit.hex())).getTree().name();
        }
    }
}
