package org.beeyard.tree.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.beeyard.protocol.ByteSize;
import org.beeyard.series.OfferedCommits.Bounds;
import org.beeyard.series.OfferedCommits.Commit;
import org.beeyard.series.OfferedCommits.Offer;
import org.beeyard.series.OfferedCommits.Range;
import org.beeyard.tree.Application;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees.Change;
import org.beeyard.tree.TreeSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pull request has over its base, fetched from a repository elsewhere beside trees that are here. */
class OffersTest {

    private static final ByteSize LARGE = ByteSize.of("1M");
    private static final Bounds BOUNDS = new Bounds(LARGE, ByteSize.of("2M"), ByteSize.of("8M"));

    @TempDir
    Path folder;

    private NativeGit upstream;
    private Store store;
    private Offers offers;
    private String base;

    @BeforeEach
    void upstream() throws Exception {
        upstream = NativeGit.init(folder.resolve("upstream"));
        for (int i = 0; i < 30; i++) {
            write("file", "one\n".repeat(i + 1));
            base = upstream.commit("step " + i);
        }
        store = new Store(() -> folder.resolve("farm.git"));
        offers = new Offers(store);
    }

    @Test
    void is_one_patch_a_commit_as_git_writes_it() throws Exception {
        upstream.run("checkout", "-q", "--detach", "main");
        write("file", "two\n");
        String first = upstream.commit("bpf: First\n\nBecause.\n");
        upstream.run("mv", "file", "moved");
        write("new", "x\n");
        String head = upstream.commit("bpf: Second");
        Range.Commits range = (Range.Commits) read(head, 2);
        assertThat(range.base()).isEqualTo(base);
        assertThat(range.oldestFirst()).extracting(Commit::id).containsExactly(first, head);
        assertThat(range.oldestFirst().getFirst().message()).isEqualTo("bpf: First\n\nBecause.\n");
        assertThat(range.oldestFirst().getLast().paths()).containsExactlyInAnyOrder("file", "moved", "new");
        for (Commit commit : range.oldestFirst()) {
            assertThat(new String(commit.diff(), StandardCharsets.UTF_8))
                    .isEqualTo(upstream.run("show", "-M", "--full-index", "--format=", commit.id()));
        }
    }

    @Test
    void applies_to_a_tree_whose_history_it_leaves_whole() throws Exception {
        JGitKernelTrees trees = new JGitKernelTrees(store, new Adoption(store));
        String url = upstream.work().toUri().toString();
        CommitId tree = trees.adopt("trees.test", new TreeSource.Remote(url, "main"), said -> {});
        upstream.run("checkout", "-q", "--detach", "main~20");
        write("other", "x\n");
        write("file", "zero\n" + "one\n".repeat(10));
        String head = upstream.commit("bpf: On an old base");
        Commit commit = ((Range.Commits) read(head, 1)).oldestFirst().getFirst();
        assertThat(trees.contains(
                        tree, new CommitId(upstream.run("rev-parse", "main~25").strip())))
                .isTrue();
        assertThat(trees.apply(
                        tree,
                        "1",
                        List.of(new Change(
                                commit.subject(),
                                commit.message(),
                                commit.author().name(),
                                commit.author().email(),
                                commit.date(),
                                commit.diff()))))
                .as("the file's former contents, which the tree's head has not, are known")
                .isInstanceOf(Application.Applied.class);
    }

    @Test
    void tells_merges_and_moved_heads_and_patches_that_are_too_large() throws Exception {
        upstream.run("checkout", "-q", "--detach", "main~1");
        write("beside", "x\n");
        String beside = upstream.commit("beside");
        upstream.run("checkout", "-q", "--detach", "main");
        write("mine", "x\n");
        upstream.commit("mine");
        upstream.run("merge", "-q", "--no-ff", "-m", "join", beside);
        String merge = upstream.run("rev-parse", "HEAD").strip();
        assertThat(read(merge, 3)).isEqualTo(new Range.Merging(merge, "join"));
        upstream.run("checkout", "-q", "--detach", "main");
        write("large", "0123456789\n".repeat(1000));
        String large = upstream.commit("large");
        upstream.run("update-ref", "refs/pull/7/head", large);
        assertThat(offers.read(offer(large, 1, new Bounds(ByteSize.of("11K"), LARGE, LARGE))))
                .isEqualTo(
                        new Range.TooMuch("The patch of commit " + name(large, "large") + " is larger than 11 KiB."));
        assertThat(offers.read(offer(large, 1, new Bounds(LARGE, ByteSize.of("11K"), LARGE))))
                .isEqualTo(new Range.TooMuch("Its patches are larger than 11 KiB together."));
        assertThat(offers.read(offer("1".repeat(40), 1, BOUNDS))).isEqualTo(new Range.Moved());
        upstream.run("update-ref", "-d", "refs/pull/7/head");
        assertThat(offers.read(offer(large, 1, BOUNDS))).isEqualTo(new Range.Moved());
    }

    @Test
    void breaks_off_when_git_sends_more_than_is_taken_and_keeps_nothing_of_it() throws Exception {
        upstream.run("checkout", "-q", "--detach", "main");
        byte[] noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        Files.write(upstream.work().resolve("noise"), noise);
        String head = upstream.commit("noise");
        upstream.run("update-ref", "refs/pull/7/head", head);
        assertThat(offers.read(offer(head, 1, new Bounds(LARGE, LARGE, ByteSize.of("100K")))))
                .isEqualTo(new Range.TooMuch(
                        "Git sends more of it than is taken: more than 100 KiB, or a file larger than 64 MiB."));
        try (Stream<Path> packs = Files.list(folder.resolve("farm.git/objects/pack"))) {
            assertThat(packs).isEmpty();
        }
    }

    @Test
    void takes_no_commit_of_more_files_than_anybody_looks_through() throws Exception {
        upstream.run("checkout", "-q", "--detach", "main");
        String tree = upstream.run("rev-parse", "main^{tree}").strip();
        for (int depth = 0; depth < 5; depth++) {
            upstream.run("read-tree", "--empty");
            for (int i = 0; i < 10; i++) {
                upstream.run("read-tree", "--prefix=" + i + "/", tree);
            }
            tree = upstream.run("write-tree").strip();
        }
        String head =
                upstream.run("commit-tree", "-p", "main", "-m", "many", tree).strip();
        assertThat(read(head, 1))
                .isEqualTo(new Range.TooMuch("Commit " + name(head, "many") + " changes more than 10000 files."));
    }

    @Test
    void takes_no_file_that_nobody_compares() throws Exception {
        upstream.run("checkout", "-q", "--detach", "main");
        write("lines", "\n".repeat(400_000));
        String lines = upstream.commit("lines");
        assertThat(read(lines, 1))
                .isEqualTo(new Range.TooMuch(
                        "Commit " + name(lines, "lines") + " changes a file of more than 300000 lines: lines"));
        upstream.run("checkout", "-q", "--detach", "main");
        write("long", "x".repeat(2 << 20));
        String large = upstream.commit("long");
        assertThat(read(large, 1))
                .isEqualTo(new Range.TooMuch(
                        "Commit " + name(large, "long") + " changes a file that is larger than 1 MiB: long"));
    }

    @Test
    void compares_lines_that_say_nothing_in_bounded_time() throws Exception {
        upstream.run("checkout", "-q", "--detach", "main");
        write("bits", bits(1));
        upstream.commit("bits");
        write("bits", bits(2));
        String head = upstream.commit("other bits");
        assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> assertThat(read(head, 2)).isInstanceOf(Range.Commits.class));
    }

    /** Many lines of which there are few different ones. */
    private static String bits(long seed) {
        Random random = new Random(seed);
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < 150_000; i++) {
            bits.append(random.nextBoolean() ? "0\n" : "1\n");
        }
        return bits.toString();
    }

    @Test
    void takes_a_repository_that_is_not_there_for_trouble() {
        assertThatThrownBy(() -> offers.read(new Offer(
                        folder.resolve("nowhere").toUri().toString(),
                        "refs/pull/7/head",
                        "1".repeat(40),
                        1,
                        Optional.of("secret"),
                        BOUNDS)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("refs/pull/7/head of file:")
                .hasMessageNotContaining("secret");
    }

    private Range read(String head, int commits) throws Exception {
        upstream.run("update-ref", "refs/pull/7/head", head);
        return offers.read(offer(head, commits, BOUNDS));
    }

    private static String name(String commit, String subject) {
        return commit.substring(0, 12) + " (" + subject + ")";
    }

    private Offer offer(String head, int commits, Bounds most) {
        return new Offer(upstream.work().toUri().toString(), "refs/pull/7/head", head, commits, Optional.empty(), most);
    }

    private void write(String path, String text) throws IOException {
        Files.writeString(upstream.work().resolve(path), text);
    }
}
