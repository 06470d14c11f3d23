package org.beeyard.tree.jgit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import org.beeyard.tree.Application;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees;
import org.beeyard.tree.KernelTrees.Change;
import org.beeyard.tree.KernelTrees.UnknownTree;
import org.beeyard.tree.TreeSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree in a clone on this machine, as people have them. */
class BorrowedTreeTest {

    @TempDir
    Path folder;

    private NativeGit upstream;
    private KernelTrees trees;

    @BeforeEach
    void upstream() throws Exception {
        upstream = NativeGit.init(folder.resolve("upstream"));
        for (int i = 1; i <= 5; i++) {
            change(i);
        }
        trees = TestTrees.in(folder.resolve("farm.git"));
    }

    @Test
    void ends_where_a_shallow_clone_ends() throws Exception {
        shallow(2);
        CommitId head = adopt(folder.resolve("shallow"), "main");
        CommitId oldest = commit("main~1");
        assertThat(apply(head)).isInstanceOf(Application.Applied.class);
        assertThat(trees.between(oldest, head)).hasValue(List.of(head));
        assertThat(trees.between(commit("main~4"), head)).isEmpty();
        assertThat(trees.contains(head, oldest)).isTrue();
    }

    @Test
    void goes_on_with_a_shallow_clone_that_moves() throws Exception {
        NativeGit clone = shallow(1);
        adopt(clone.work(), "main");
        change(6);
        clone.run("fetch", "-q", "--depth=1");
        CommitId head = adopt(clone.work(), "origin/main");
        assertThat(head).isEqualTo(commit("main"));
        assertThat(apply(head)).isInstanceOf(Application.Applied.class);
    }

    @Test
    void is_found_from_a_worktree_and_from_a_folder_within() throws Exception {
        upstream.run("branch", "other", "main~1");
        upstream.run("worktree", "add", "-q", folder.resolve("beside").toString(), "other");
        assertThat(adopt(folder.resolve("beside"), "HEAD")).isEqualTo(commit("other"));
        assertThat(adopt(folder.resolve("beside"), "main")).isEqualTo(commit("main"));
        assertThat(adopt(folder.resolve("upstream/kernel"), "HEAD")).isEqualTo(commit("main"));
        assertThat(adopt(Files.createSymbolicLink(folder.resolve("link"), folder.resolve("upstream/kernel")), "HEAD"))
                .isEqualTo(commit("main"));
        assertThat(apply(commit("other"))).isInstanceOf(Application.Applied.class);
    }

    @Test
    void may_be_bare() throws Exception {
        upstream.run("clone", "-q", "--bare", ".", folder.resolve("bare.git").toString());
        CommitId head = adopt(folder.resolve("bare.git"), "main");
        assertThat(apply(head)).isInstanceOf(Application.Applied.class);
    }

    @Test
    void is_not_in_a_folder_that_no_repository_is_around() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        for (Path nowhere : List.of(empty, folder.resolve("gone"))) {
            assertThatThrownBy(() -> adopt(nowhere, "main"))
                    .isInstanceOf(UnknownTree.class)
                    .hasMessage("There is no git repository at " + nowhere + ".");
        }
    }

    private NativeGit shallow(int depth) throws Exception {
        upstream.run(
                "clone", "-q", "--depth=" + depth, upstream.work().toUri().toString(), folder.resolve("shallow") + "");
        return new NativeGit(folder.resolve("shallow"));
    }

    private void change(int i) throws Exception {
        Files.createDirectories(folder.resolve("upstream/kernel"));
        Files.writeString(folder.resolve("upstream/kernel/count"), i + "\n");
        Files.writeString(folder.resolve("upstream/kernel/words"), "one\ntwo\nthree\n");
        upstream.commit("change " + i);
    }

    private CommitId commit(String name) throws Exception {
        return new CommitId(upstream.run("rev-parse", name).strip());
    }

    private CommitId adopt(Path repository, String branch) throws Exception {
        return trees.adopt("trees.mine", new TreeSource.Local(repository, branch), said -> {});
    }

    private Application apply(CommitId base) throws Exception {
        String diff = """
                --- a/kernel/words
                +++ b/kernel/words
                @@ -1,3 +1,3 @@
                 one
                -two
                +2
                 three
                """;
        return trees.apply(
                base,
                "1",
                List.of(new Change(
                        "words: Count",
                        "words: Count\n",
                        "A",
                        "a@example.org",
                        OffsetDateTime.parse("2026-01-01T00:00:00Z"),
                        diff.getBytes(UTF_8))));
    }
}
