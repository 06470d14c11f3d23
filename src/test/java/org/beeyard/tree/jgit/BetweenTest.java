package org.beeyard.tree.jgit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees;
import org.beeyard.tree.TreeSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commits between two of a branch. */
class BetweenTest {

    @TempDir
    Path folder;

    private NativeGit upstream;
    private KernelTrees trees;

    @BeforeEach
    void a_branch() throws Exception {
        upstream = NativeGit.init(folder.resolve("upstream"));
        upstream.commit("first");
        trees = TestTrees.in(folder.resolve("farm.git"));
        trees.adopt("trees.test", new TreeSource.Local(folder.resolve("upstream"), "main"), said -> {});
    }

    @Test
    void are_told_from_the_oldest_to_the_newer_one() throws Exception {
        String good = upstream.commit("good");
        String one = upstream.commit("one");
        String two = upstream.commit("two");
        assertThat(between(good, two)).hasValue(List.of(new CommitId(one), new CommitId(two)));
        assertThat(between(good, good)).hasValue(List.of());
    }

    @Test
    void go_past_what_a_merge_brought() throws Exception {
        String good = upstream.commit("good");
        upstream.run("checkout", "-q", "-b", "side");
        String aside = upstream.commit("aside");
        upstream.run("checkout", "-q", "main");
        String one = upstream.commit("one");
        upstream.run("merge", "-q", "--no-ff", "-m", "merge", "side");
        String merge = upstream.run("rev-parse", "HEAD").strip();
        assertThat(between(good, merge)).hasValue(List.of(new CommitId(one), new CommitId(merge)));
        assertThat(between(aside, merge)).isEmpty();
    }

    @Test
    void are_not_known_of_a_branch_that_was_rewritten() throws Exception {
        String good = upstream.commit("good");
        upstream.run("commit", "-q", "--amend", "--allow-empty", "-m", "rewritten");
        assertThat(between(good, upstream.run("rev-parse", "HEAD").strip())).isEmpty();
    }

    private Optional<List<CommitId>> between(String older, String newer) throws Exception {
        return trees.between(new CommitId(older), new CommitId(newer));
    }
}
