package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that test bpftool, as a VM runs them; the sources are toys, and so are the tests. */
class BpftoolSuiteTest {

    private static final Path SCRIPTS = Path.of("vm-images/scripts").toAbsolutePath();
    private static final String TYPES = "tools/testing/selftests/bpf/test_bpftool_synctypes.py";

    @TempDir
    Path folder;

    private Path tree;
    private Path packed;

    @BeforeEach
    void sources() throws IOException {
        tree = folder.resolve("tree");
        packed = Files.createDirectories(folder.resolve("packed"));
        write(tree, "tools/bpf/bpftool/map.c", "array");
        write(tree, "tools/bpf/bpftool/main.h", "");
        write(tree, "tools/bpf/bpftool/Documentation/bpftool-map.rst", "array");
        write(tree, "tools/bpf/bpftool/bash-completion/bpftool", "");
        write(tree, "tools/include/uapi/linux/bpf.h", "");
        write(packed, "tools/sbin/bpftool", "");
        write(packed, "test_bpftool_metadata.sh", "echo loaded\n");
    }

    /** Finds the tree as the kernel's own does, by the place where it stands. */
    private void treeHasTheTest() throws IOException {
        write(tree, TYPES, """
                import os, sys
                tool = os.path.abspath(os.path.join(__file__, *[os.pardir] * 5, 'tools/bpf/bpftool'))
                os.stat(tool + '/../../include/uapi/linux/bpf.h')
                os.stat(tool + '/bash-completion/bpftool')
                os.stat(tool + '/main.h')
                said = [open(tool + f).read() for f in ('/map.c', '/Documentation/bpftool-map.rst')]
                print(*said)
                sys.exit(0 if said[0] == said[1] else 1)
                """);
    }

    @Test
    void its_sources_and_documentation_are_compared_where_the_tree_has_a_test_for_that() throws Exception {
        treeHasTheTest();
        pack();
        assertThat(suite("--list")).isEqualTo("test_bpftool_metadata.sh\ntest_bpftool_synctypes.py\n0");
        assertThat(suite())
                .endsWith(
                        "1..2\nloaded\nok 1 test_bpftool_metadata.sh\narray array\nok 2 test_bpftool_synctypes.py\n0");
        write(tree, "tools/bpf/bpftool/map.c", "array and hash");
        pack();
        assertThat(suite()).endsWith("array and hash array\nexit status 1\nnot ok 2 test_bpftool_synctypes.py\n1");
    }

    @Test
    void nothing_is_compared_where_the_tree_has_no_test_for_that() throws Exception {
        pack();
        assertThat(packed.resolve("synctypes")).doesNotExist();
        assertThat(suite()).endsWith("1..1\nloaded\nok 1 test_bpftool_metadata.sh\n0");
    }

    private void pack() throws Exception {
        assertThat(run(List.of(SCRIPTS.resolve("synctypes-pack").toString(), tree.toString(), packed.toString())))
                .isEqualTo("0");
    }

    /** What it writes, and its status. */
    private String suite(String... arguments) throws Exception {
        String script = Files.readString(SCRIPTS.resolve("suite")).replace("/inputs/selftests", packed.toString());
        List<String> command =
                new ArrayList<>(List.of(write(folder, "bpftool", script).toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static String run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash").redirectErrorStream(true);
        builder.command().addAll(command);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return out + process.waitFor();
    }

    private static Path write(Path folder, String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }
}
