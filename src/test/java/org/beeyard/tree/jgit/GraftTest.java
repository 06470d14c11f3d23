package org.beeyard.tree.jgit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.beeyard.tree.CommitId;
import org.beeyard.tree.KernelTrees;
import org.beeyard.tree.TreeKind;
import org.beeyard.tree.TreeSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories in the layouts of libbpf/libbpf and libbpf/bpftool, in a kernel's place for them. */
class GraftTest {

    @TempDir
    Path folder;

    private KernelTrees trees;
    private CommitId kernel;

    @BeforeEach
    void kernel() throws Exception {
        trees = TestTrees.in(folder.resolve("farm.git"));
        kernel = adopt(
                "kernel",
                Map.of(
                        "kernel/bpf/verifier.c", "checks\n",
                        "tools/include/uapi/linux/bpf.h", "kernel's\n",
                        "tools/lib/bpf/Build", "libbpf-y := libbpf.o str_error.o\n",
                        "tools/lib/bpf/Makefile", "all:\n",
                        "tools/lib/bpf/libbpf.c", "old\n",
                        "tools/lib/bpf/str_error.c", "gone by now\n",
                        "tools/bpf/bpftool/Makefile", "all:\n",
                        "tools/bpf/bpftool/main.c", "old\n",
                        "tools/bpf/bpftool/old.c", "gone by now\n",
                        "tools/bpf/bpftool/Documentation/Makefile", "docs:\n"));
    }

    @Test
    void libbpf_is_built_by_the_kernels_makefile_from_all_of_its_own_sources_and_with_its_own_headers()
            throws Exception {
        CommitId libbpf = adopt(
                "libbpf",
                Map.of(
                        "src/Makefile", "its own\n",
                        "src/libbpf.c", "new\n",
                        "src/libbpf_utils.c", "added\n",
                        "src/libbpf.map", "names\n",
                        "src/bpf_helper_defs.h", "made\n",
                        "include/uapi/linux/bpf.h", "its own\n",
                        "include/linux/err.h", "not the kernel's\n",
                        "README.md", "words\n"));
        assertThat(changed(trees.grafted(kernel, TreeKind.LIBBPF, libbpf)))
                .isEqualTo(Map.of(
                        "files/tools/lib/bpf/Build", "libbpf-y := libbpf.o libbpf_utils.o\n",
                        "files/tools/lib/bpf/Makefile",
                                "all:\n\noverride CFLAGS := -I$(srctree)/tools/lib/bpf/include/uapi $(CFLAGS)\n",
                        "files/tools/lib/bpf/include/uapi/linux/bpf.h", "its own\n",
                        "files/tools/lib/bpf/libbpf.c", "new\n",
                        "files/tools/lib/bpf/libbpf.map", "names\n",
                        "files/tools/lib/bpf/libbpf_utils.c", "added\n",
                        "removed", "tools/lib/bpf/str_error.c\0"));
    }

    @Test
    void bpftool_brings_its_sources_and_texts_and_not_how_it_is_built_alone() throws Exception {
        CommitId bpftool = adopt(
                "bpftool",
                Map.of(
                        "src/Makefile", "its own\n",
                        "src/Makefile.feature", "its own\n",
                        "src/main.c", "new\n",
                        "docs/Makefile", "its own\n",
                        "docs/bpftool-map.rst", "words\n",
                        "bash-completion/bpftool", "completes\n",
                        "include/uapi/linux/bpf.h", "its own\n"));
        assertThat(changed(trees.grafted(kernel, TreeKind.BPFTOOL, bpftool)))
                .isEqualTo(Map.of(
                        "files/tools/bpf/bpftool/main.c", "new\n",
                        "files/tools/bpf/bpftool/Documentation/bpftool-map.rst", "words\n",
                        "files/tools/bpf/bpftool/bash-completion/bpftool", "completes\n",
                        "removed", "tools/bpf/bpftool/old.c\0"));
    }

    @Test
    void the_same_commits_give_the_same_sources() throws Exception {
        CommitId libbpf = adopt("libbpf", Map.of("src/libbpf.c", "new\n"));
        assertThat(trees.grafted(kernel, TreeKind.LIBBPF, libbpf))
                .isEqualTo(trees.grafted(kernel, TreeKind.LIBBPF, libbpf));
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

    private Map<String, String> changed(CommitId grafted) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        trees.writeDelta(kernel, grafted, out);
        Map<String, String> files = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
