package org.beeyard.tree.jgit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees;
import org.beeyard.tree.TreeSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that were imported once, and the machine's power goes. */
class ImportedTreeTest {

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private KernelTrees trees;
    private CommitId base;

    @BeforeEach
    void imported() throws Exception {
        Files.writeString(
                Files.createDirectories(folder.resolve("sources/kernel")).resolve("words"), "one\n");
        base = adopt();
        said.clear();
    }

    @Test
    void are_not_imported_again_while_they_are_the_same() throws Exception {
        assertThat(adopt()).isEqualTo(base);
        assertThat(said).isEmpty();
    }

    @Test
    void are_imported_again_when_the_pack_was_not_kept() throws Exception {
        for (Path file : packs()) {
            Files.delete(file);
        }
        whole(adopt());
    }

    @Test
    void are_imported_again_when_the_pack_was_kept_in_part() throws Exception {
        for (Path pack : packs()) {
            byte[] bytes = Files.readAllBytes(pack);
            Files.delete(pack);
            Files.write(pack, Arrays.copyOf(bytes, pack.toString().endsWith(".pack") ? 40 : bytes.length));
        }
        whole(adopt());
    }

    private void whole(CommitId again) throws IOException {
        assertThat(again).isEqualTo(base);
        assertThat(said).containsExactly("importing " + folder.resolve("sources"));
        for (KernelTrees farm : List.of(trees, TestTrees.in(folder.resolve("farm.git")))) {
            assertThat(farm.present(base, Set.of("kernel/words"))).containsExactly("kernel/words");
        }
    }

    /** By a farm that has just started. */
    private CommitId adopt() throws Exception {
        trees = TestTrees.in(folder.resolve("farm.git"));
        return trees.adopt("trees.mine", new TreeSource.Sources(folder.resolve("sources")), said::add);
    }

    private List<Path> packs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("farm.git/objects/pack"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
