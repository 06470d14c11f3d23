package org.beeyard.tree.jgit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import org.beeyard.tree.Application;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees;
import org.beeyard.tree.TreeSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger's patch may try on a tree. */
class PatchApplicationTest {

    @TempDir
    Path folder;

    private KernelTrees trees;
    private CommitId base;

    @BeforeEach
    void tree() throws Exception {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Files.createDirectories(sources.resolve("kernel"));
        Files.writeString(sources.resolve("kernel/a.c"), "one\ntwo\nthree\n");
        Files.writeString(sources.resolve("plain"), "x\n");
        Files.createSymbolicLink(sources.resolve("link"), Path.of("plain"));
        trees = TestTrees.in(folder.resolve("farm.git"));
        base = trees.adopt("test", new TreeSource.Sources(sources), said -> {});
    }

    @Test
    void does_not_put_a_file_where_a_folder_is() throws Exception {
        assertThat(apply(added("kernel"))).isInstanceOf(Application.Conflict.class);
    }

    @Test
    void does_not_put_a_folder_where_a_file_is() throws Exception {
        assertThat(apply(added("plain/b.c"))).isInstanceOf(Application.Conflict.class);
    }

    @Test
    void refuses_to_follow_or_change_a_symbolic_link() throws Exception {
        assertThat(
                        unfit(
                                "--- a/link\n+++ b/link\n@@ -1 +1 @@\n-plain\n\\ No newline at end of file\n+/etc/passwd\n\\ No newline at end of file\n"))
                .isEqualTo("it touches link, which is a symbolic link or a submodule in the tree");
        assertThat(
                        unfit(
                                "diff --git a/new b/new\nnew file mode 120000\n--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+/etc/passwd\n"))
                .isEqualTo("it touches the symbolic link new");
    }

    @Test
    void refuses_submodules_and_binary_files() throws Exception {
        assertThat(
                        unfit(
                                "diff --git a/sub b/sub\nnew file mode 160000\n--- /dev/null\n+++ b/sub\n@@ -0,0 +1 @@\n+Subproject commit 0123\n"))
                .isEqualTo("it touches the submodule sub");
        assertThat(
                        unfit(
                                "diff --git a/blob b/blob\nnew file mode 100644\nindex 0000000..1111111\nGIT binary patch\nliteral 1\nIcmZPo00IC2\n\nliteral 0\nHcmV?d00001\n\n"))
                .isEqualTo("it changes the binary file blob");
    }

    @Test
    void refuses_paths_that_lead_out_of_the_tree() throws Exception {
        for (String path : List.of("../out", "/etc/passwd", "a/../../b", ".git/config", "a/.GIT/hooks/x")) {
            assertThat(unfit(added(path))).as(path).contains("leads out of the tree");
        }
    }

    @Test
    void refuses_a_diff_that_changes_a_file_twice() throws Exception {
        String section =
                "diff --git a/kernel/a.c b/kernel/a.c\n--- a/kernel/a.c\n+++ b/kernel/a.c\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n";
        assertThat(unfit(section + section)).isEqualTo("it changes kernel/a.c in two places of the diff");
    }

    @Test
    void names_the_hunk_that_finds_no_place() throws Exception {
        Application outcome = apply("--- a/kernel/a.c\n+++ b/kernel/a.c\n@@ -1,3 +1,3 @@\n one\n-TWO\n+2\n three\n");
        assertThat(outcome).isInstanceOfSatisfying(Application.Conflict.class, conflict -> {
            assertThat(conflict.place()).isEqualTo("kernel/a.c hunk 1");
            assertThat(conflict.files().getFirst().text()).contains("-TWO");
        });
    }

    @Test
    void imports_the_same_sources_as_the_same_commit() throws Exception {
        assertThat(trees.adopt("again", new TreeSource.Sources(folder.resolve("sources")), said -> {}))
                .isEqualTo(base);
    }

    private static String added(String path) {
        return "diff --git a/" + path + " b/" + path + "\nnew file mode 100644\n--- /dev/null\n+++ b/" + path
                + "\n@@ -0,0 +1 @@\n+x\n";
    }

    private String unfit(String diff) throws Exception {
        return ((Application.Unfit) apply(diff)).reason();
    }

    private Application apply(String diff) throws Exception {
        return trees.apply(
                base,
                "1",
                List.of(new KernelTrees.Change(
                        "subject",
                        "subject\n",
                        "A",
                        "a@b.org",
                        OffsetDateTime.parse("2026-01-01T00:00:00Z"),
                        diff.getBytes(StandardCharsets.UTF_8))));
    }
}
