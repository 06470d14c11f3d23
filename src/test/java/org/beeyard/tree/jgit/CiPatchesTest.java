package org.beeyard.tree.jgit;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees;
import org.beeyard.tree.TreeSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CI configuration in the layout of kernel-patches/vmtest, laid over a tree. */
class CiPatchesTest {

    @TempDir
    Path folder;

    private KernelTrees trees;
    private CommitId kernel;

    @BeforeEach
    void kernel() throws Exception {
        trees = TestTrees.in(folder.resolve("farm.git"));
        kernel = adopt("kernel", Map.of("a.c", "one\ntwo\nthree\n"));
    }

    @Test
    void lays_diffs_before_patches_each_over_the_one_before() throws Exception {
        CommitId ci = adopt(
                "ci",
                Map.of(
                        "ci/diffs/0001-later.patch", diff("TWO", "zwei"),
                        "ci/diffs/0002-first.diff", diff("two", "TWO"),
                        "ci/diffs/README", "no patch"));
        KernelTrees.Sources sources = trees.sources(kernel, Optional.of(ci));
        assertThat(sources.skipped()).isEmpty();
        assertThat(unpacked(out -> trees.writeSource(sources.commit(), out)))
                .containsExactly(Map.entry("a.c", "one\nzwei\nthree\n"));
    }

    @Test
    void leaves_out_and_names_a_patch_that_does_not_apply() throws Exception {
        CommitId ci = adopt(
                "ci",
                Map.of("ci/diffs/0001-old.patch", diff("gone", "new"), "ci/diffs/0002-good.patch", diff("two", "2")));
        KernelTrees.Sources sources = trees.sources(kernel, Optional.of(ci));
        assertThat(sources.skipped()).containsExactly("0001-old.patch: it does not apply to a.c");
        assertThat(unpacked(out -> trees.writeSource(sources.commit(), out)).get("a.c"))
                .isEqualTo("one\n2\nthree\n");
    }

    @Test
    void changes_nothing_without_a_configuration() throws Exception {
        assertThat(trees.sources(kernel, Optional.empty()).commit()).isEqualTo(kernel);
    }

    @Test
    void hands_out_one_folder_of_a_commit() throws Exception {
        CommitId ci = adopt(
                "ci",
                Map.of("ci/vmtest/configs/config", "CONFIG_KASAN=y\n", "ci/vmtest/configs/DENYLIST", "a\n", "x", ""));
        assertThat(unpacked(out -> trees.writeFolder(ci, "ci/vmtest/configs", out)))
                .containsExactly(Map.entry("DENYLIST", "a\n"), Map.entry("config", "CONFIG_KASAN=y\n"));
        assertThat(unpacked(out -> trees.writeFolder(ci, "not/there", out))).isEmpty();
    }

    private static String diff(String from, String to) {
        return "--- a/a.c\n+++ b/a.c\n@@ -1,3 +1,3 @@\n one\n-" + from + "\n+" + to + "\n three\n";
    }

    private CommitId adopt(String key, Map<String, String> files) throws Exception {
        Path sources = folder.resolve(key);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = sources.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        return trees.adopt(key, new TreeSource.Sources(sources), said -> {});
    }

    private interface Writing {
        void to(ByteArrayOutputStream out) throws IOException;
    }

    private static Map<String, String> unpacked(Writing writing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writing.to(out);
        Map<String, String> files = new TreeMap<>();
        try (InputStream plain = new ZstdInputStream(new ByteArrayInputStream(out.toByteArray()));
                TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
