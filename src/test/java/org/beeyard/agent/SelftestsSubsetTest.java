package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the selftests only those that a matrix asks for are built, with what they use. */
class SelftestsSubsetTest {

    @TempDir
    Path folder;

    private Path bpf;

    @BeforeEach
    void selftests() throws IOException {
        bpf = folder.resolve("bpf");
        Files.createDirectories(bpf.resolve("progs"));
        Files.createDirectories(bpf.resolve("prog_tests"));
        Files.writeString(bpf.resolve("Makefile"), "LSKELS := ring.c other.c\n");
        for (String program : List.of("ring", "other", "btf_data", "xdp_synproxy_kern")) {
            Files.writeString(bpf.resolve("progs/" + program + ".c"), "");
        }
        Files.writeString(bpf.resolve("prog_tests/ringbuf.c"), "#include \"ring.lskel.h\"\n");
        Files.writeString(bpf.resolve("prog_tests/map.c"), "#include \"other.lskel.h\"\n");
    }

    @Test
    void what_the_tests_use_stays_and_nothing_else() throws Exception {
        Said said = subset("ringbuf");
        assertThat(said.status()).as(said.out()).isZero();
        assertThat(names("prog_tests")).containsExactly("ringbuf.c");
        assertThat(names("progs")).containsExactly("btf_data.c", "ring.c", "xdp_synproxy_kern.c");
        assertThat(said.out()).contains("LSKELS=ring.c\n");
    }

    @Test
    void a_test_that_this_tree_lacks_is_said_and_left_out() throws Exception {
        Said said = subset("ringbuf", "newer");
        assertThat(said.status()).as(said.out()).isZero();
        assertThat(said.out()).contains("warning: there is no test file prog_tests/newer.c\n");
        assertThat(names("prog_tests")).containsExactly("ringbuf.c");
    }

    @Test
    void a_tree_that_has_none_of_them_is_an_error() throws Exception {
        Said said = subset("newer");
        assertThat(said.status()).isEqualTo(1);
        assertThat(said.out()).endsWith("error: none of the tests asked for is in this tree\n");
    }

    private List<String> names(String of) throws IOException {
        try (Stream<Path> files = Files.list(bpf.resolve(of))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private record Said(int status, String out) {}

    private Said subset(String... tests) throws Exception {
        Path pristine = Files.createDirectories(folder.resolve("pristine"));
        List<String> command = Stream.concat(
                        Stream.of("bash", "vm-images/scripts/selftests-subset", bpf.toString(), pristine.toString()),
                        Stream.of(tests))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), out);
    }
}
