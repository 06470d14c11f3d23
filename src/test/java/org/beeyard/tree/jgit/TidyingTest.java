package org.beeyard.tree.jgit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.IntStream;
import org.beeyard.tree.Application;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees;
import org.beeyard.tree.TreeSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store to which many series were applied. */
class TidyingTest {

    private static final int SERIES = 60;
    private static final Duration WEEKS = Duration.ofDays(14);

    @TempDir
    Path folder;

    private KernelTrees trees;
    private CommitId base;
    private List<CommitId> heads;

    @BeforeEach
    void apply() throws Exception {
        Path sources = Files.createDirectories(folder.resolve("sources"));
        Files.writeString(sources.resolve("words.txt"), "start\none\nend\n");
        trees = TestTrees.in(folder.resolve("farm.git"));
        base = trees.adopt("trees.test", new TreeSource.Sources(sources), said -> {});
        heads = new java.util.ArrayList<>();
        for (int i = 0; i < SERIES; i++) {
            heads.add(applied(i));
        }
    }

    @Test
    void has_few_packs_afterwards_and_all_that_is_kept() throws Exception {
        assertThat(packs()).isGreaterThanOrEqualTo(SERIES);
        trees.tidy(WEEKS);
        assertThat(packs()).isLessThanOrEqualTo(2);
        assertThat(trees.kept())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, SERIES).mapToObj(Integer::toString).toList());
        for (CommitId head : heads) {
            assertThat(trees.changed(base, head)).containsExactly("words.txt");
        }
    }

    @Test
    void commits_of_forgotten_series_stay_for_the_time_that_others_may_need_to_keep_them() throws Exception {
        trees.forget(List.of("3"));
        trees.tidy(WEEKS);
        assertThat(trees.kept()).doesNotContain("3").contains("4");
        assertThat(trees.changed(base, heads.get(3))).containsExactly("words.txt");
    }

    @Test
    void and_go_after_it() throws Exception {
        trees.forget(List.of("3"));
        trees.tidy(Duration.ZERO);
        KernelTrees opened = TestTrees.in(folder.resolve("farm.git"));
        assertThatThrownBy(() -> opened.changed(base, heads.get(3))).isInstanceOf(IOException.class);
        assertThat(opened.changed(base, heads.get(4))).containsExactly("words.txt");
    }

    @Test
    void a_series_that_comes_again_has_its_commits_again() throws Exception {
        trees.forget(List.of("3"));
        trees.tidy(Duration.ZERO);
        assertThat(applied(3)).isEqualTo(heads.get(3));
        trees.writeDelta(base, heads.get(3), OutputStream.nullOutputStream());
    }

    @Test
    void a_store_in_order_is_left_alone() throws Exception {
        trees.tidy(WEEKS);
        assertThat(trees.tidy(WEEKS)).isZero();
    }

    private CommitId applied(int i) throws IOException {
        String diff =
                "diff --git a/words.txt b/words.txt\n--- a/words.txt\n+++ b/words.txt\n@@ -1,3 +1,3 @@\n start\n-one\n+series "
                        + i + "\n end\n";
        Application application = trees.apply(
                base,
                Integer.toString(i),
                List.of(new KernelTrees.Change(
                        "series " + i,
                        "series " + i + "\n",
                        "A U Thor",
                        "author@example.org",
                        OffsetDateTime.parse("2026-02-02T10:00:00Z"),
                        diff.getBytes(UTF_8))));
        return ((Application.Applied) application).head();
    }

    private long packs() throws IOException {
        try (var files = Files.list(folder.resolve("farm.git/objects/pack"))) {
            return files.filter(file -> file.toString().endsWith(".pack")).count();
        }
    }
}
