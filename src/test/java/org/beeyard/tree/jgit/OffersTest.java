package org.beeyard.tree.jgit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
        assertThat(offers.read(offer(large, 1, 5000))).isEqualTo(new Range.TooLarge(large, "large"));
        assertThat(offers.read(offer("1".repeat(40), 1, 50_000))).isEqualTo(new Range.Moved());
        upstream.run("update-ref", "-d", "refs/pull/7/head");
        assertThat(offers.read(offer(large, 1, 50_000))).isEqualTo(new Range.Moved());
    }

    @Test
    void takes_a_repository_that_is_not_there_for_trouble() {
        assertThatThrownBy(() -> offers.read(new Offer(
                        folder.resolve("nowhere").toUri().toString(),
                        "refs/pull/7/head",
                        "1".repeat(40),
                        1,
                        Optional.of("secret"),
                        1000)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("refs/pull/7/head of file:")
                .hasMessageNotContaining("secret");
    }

    private Range read(String head, int commits) throws Exception {
        upstream.run("update-ref", "refs/pull/7/head", head);
        return offers.read(offer(head, commits, 1 << 20));
    }

    private Offer offer(String head, int commits, long most) {
        return new Offer(upstream.work().toUri().toString(), "refs/pull/7/head", head, commits, Optional.empty(), most);
    }

    private void write(String path, String text) throws IOException {
        Files.writeString(upstream.work().resolve(path), text);
    }
}
