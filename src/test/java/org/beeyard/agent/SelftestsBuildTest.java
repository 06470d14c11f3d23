package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.beeyard.protocol.HostArch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of the selftests when something of them does not build; they are toys, made by a model of their makefile. */
class SelftestsBuildTest {

    private static final Path SCRIPTS = Path.of("vm-images/scripts");
    private static final int BUILT = 0;
    private static final int SOME_DO_NOT_BUILD = 3;

    @TempDir
    Path folder;

    private Path bpf;

    @BeforeEach
    void selftests() throws IOException {
        Files.createDirectories(folder.resolve("tmp"));
        for (String script : List.of(
                "kernel-arch",
                "compiler-cache",
                "emulated-bpftool",
                "selftests-words",
                "selftests-runners",
                "selftests-without",
                "selftests-build")) {
            write(
                    "scripts/" + script,
                    Files.readString(SCRIPTS.resolve(script))
                            .replace("/tmp/", folder + "/tmp/")
                            .replace("/src/", folder + "/src/"));
        }
        Files.setPosixFilePermissions(
                folder.resolve("scripts/selftests-without"), PosixFilePermissions.fromString("rwxr-xr-x"));
        bpf = folder.resolve("src/linux/tools/testing/selftests/bpf");
        write("Makefile", Files.readString(Path.of("src/test/resources/selftests/Makefile")), bpf);
        for (String program : List.of("ring", "queue", "light", "atomics", "linked1", "linked2")) {
            program(program, "program " + program);
        }
        test("ringbuf", "ring.skel.h");
        test("queue", "queue.skel.h");
        test("lskel", "light.lskel.h");
        test("linked", "linked.skel.h");
        write("map_tests/map.c", "#include \"ring.skel.h\"\nvoid test_map(void)\n", bpf);
    }

    @Test
    void a_program_that_does_not_build_takes_no_other_tests_with_it_than_those_that_need_it() throws Exception {
        program("queue", "#error");
        assertThat(built()).isEqualTo(SOME_DO_NOT_BUILD);
        assertThat(runner("test_progs"))
                .contains(
                        "test_ringbuf", "program ring", "test_lskel", "program light", "test_linked", "program linked2")
                .doesNotContain("queue");
        assertThat(runner("test_maps")).contains("test_map", "program ring");
        assertThat(unbuilt()).isEqualTo("queue.c queue\n");
    }

    @Test
    void a_program_does_not_come_from_the_base_where_a_series_breaks_it() throws Exception {
        assertThat(built()).isEqualTo(BUILT);
        assertThat(runner("test_progs")).contains("program queue");
        program("queue", "#error");
        assertThat(built()).isEqualTo(SOME_DO_NOT_BUILD);
        assertThat(runner("test_progs")).contains("program ring").doesNotContain("queue");
        assertThat(unbuilt()).isEqualTo("queue.c queue\n");
    }

    @Test
    void a_series_that_mends_what_its_base_lacks_has_the_tests_again() throws Exception {
        program("queue", "#error");
        assertThat(built()).isEqualTo(SOME_DO_NOT_BUILD);
        program("queue", "program queue");
        test("queue", "queue.skel.h");
        assertThat(built()).isEqualTo(BUILT);
        assertThat(runner("test_progs")).contains("test_queue", "program queue");
        assertThat(unbuilt()).isEmpty();
    }

    @Test
    void a_program_that_is_linked_with_another_takes_that_with_it() throws Exception {
        assertThat(built()).isEqualTo(BUILT);
        program("linked2", "#error");
        assertThat(built()).isEqualTo(SOME_DO_NOT_BUILD);
        assertThat(runner("test_progs")).contains("program ring").doesNotContain("linked");
        assertThat(bpf.resolve("progs/linked1.c")).doesNotExist();
    }

    @Test
    void a_series_that_changes_a_linked_program_has_none_of_its_base() throws Exception {
        assertThat(built()).isEqualTo(BUILT);
        program("linked1", "changed program");
        assertThat(built()).isEqualTo(BUILT);
        assertThat(runner("test_progs"))
                .contains("changed program", "program linked2")
                .doesNotContain("program linked1");
    }

    @Test
    void a_program_that_is_in_a_list_of_the_makefile_is_taken_out_of_it() throws Exception {
        program("light", "#error");
        assertThat(built()).isEqualTo(SOME_DO_NOT_BUILD);
        assertThat(runner("test_progs")).contains("program ring").doesNotContain("light");
    }

    @Test
    void a_suite_that_cannot_do_without_the_program_is_not_there() throws Exception {
        program("ring", "#error");
        built();
        assertThat(bpf.resolve("test_maps")).doesNotExist();
    }

    @Test
    void what_gcc_does_not_build_of_the_programs_is_missing_from_its_own_runner_only() throws Exception {
        write("bin/bpf-gcc", "");
        Files.setPosixFilePermissions(folder.resolve("bin/bpf-gcc"), PosixFilePermissions.fromString("rwxr-xr-x"));
        program("queue", "program queue #clang");
        for (String run : List.of("base", "series")) {
            assertThat(built("test_progs test_progs-bpf_gcc")).as(run).isEqualTo(SOME_DO_NOT_BUILD);
            assertThat(runner("test_progs")).as(run).contains("program ring", "test_queue", "program queue");
            assertThat(bpf.resolve("unbuilt")).doesNotExist();
            assertThat(runner("test_progs-bpf_gcc"))
                    .as(run)
                    .contains("program ring", "test_ringbuf")
                    .doesNotContain("queue");
            assertThat(bpf.resolve("unbuilt-bpf_gcc")).hasContent("queue.c queue");
        }
    }

    @Test
    void makefiles_that_leave_out_what_does_not_build_are_told_to_and_that_is_said() throws Exception {
        write("Makefile", """
                BPF_STRICT_BUILD ?= 1
                test_progs test_maps:
                	@test $(BPF_STRICT_BUILD) = 0
                	@printf '  %-12s %s\\n' SKIP-BPF queue.bpf.o >&2
                	@touch $@
                """, bpf);
        assertThat(built()).isEqualTo(SOME_DO_NOT_BUILD);
        assertThat(bpf.resolve("test_progs")).exists();
    }

    private void program(String name, String text) throws IOException {
        write("progs/" + name + ".c", text + "\n", bpf);
    }

    private void test(String name, String skeleton) throws IOException {
        write("prog_tests/" + name + ".c", "#include \"" + skeleton + "\"\nvoid test_" + name + "(void)\n", bpf);
    }

    private String runner(String name) throws IOException {
        return Files.readString(bpf.resolve(name));
    }

    private String unbuilt() throws IOException {
        return Files.readString(bpf.resolve("unbuilt"));
    }

    private int built() throws Exception {
        return built("test_progs test_maps");
    }

    private int built(String targets) throws Exception {
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        "bash", folder.resolve("scripts/selftests-build").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("ARCH", HostArch.name());
        builder.environment().put("COMPILER", "gcc");
        builder.environment().put("JOBS", "2");
        builder.environment().put("TARGETS", targets);
        builder.environment().merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
        return builder.start().waitFor();
    }

    private void write(String file, String text) throws IOException {
        write(file, text, folder);
    }

    private static void write(String file, String text, Path below) throws IOException {
        Path path = below.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
