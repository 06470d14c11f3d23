package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which objects veristat is shown, as a VM runs it; the list of the selftests' own, {@code veristat.cfg}, lets none of these through. */
class VeristatSuiteTest {

    private static final String HEADER = "file_name,prog_name,verdict,total_states,total_insns\n";

    @TempDir
    Path folder;

    @BeforeEach
    void selftests() throws IOException {
        write("selftests/veristat", """
                #!/bin/sh
                echo file_name,prog_name,verdict,total_states,total_insns
                for o; do last=$o; done
                case "$*" in *-f@*) ;; *) echo "$last,prog,success,1,2" ;; esac
                """);
        Files.setPosixFilePermissions(
                folder.resolve("selftests/veristat"), PosixFilePermissions.fromString("rwxr-xr-x"));
        write("selftests/veristat.cfg", "pyperf*\n");
        write("selftests/own.bpf.o", "");
        write("ci/objects/others.bpf.o", "");
    }

    @Test
    void the_list_of_the_selftests_is_not_for_the_objects_of_others() throws Exception {
        write("ci/run_veristat.others.cfg", "VERISTAT_OBJECTS_DIR=$VERISTAT_CONFIGS/objects\n");
        assertThat(ran("veristat_others"))
                .isEqualTo(HEADER + "others.bpf.o,prog,success,1,2\nveristat: done 1 objects\n0");
    }

    @Test
    void one_that_sees_no_program_has_failed() throws Exception {
        assertThat(ran("veristat"))
                .isEqualTo(HEADER + "veristat: done 1 objects\nveristat: there is not one program in the 1 objects "
                        + folder + "/selftests/*.bpf.o that " + folder + "/selftests/veristat.cfg lets through\n1");
    }

    @Test
    void so_has_one_whose_folder_has_no_objects() throws Exception {
        write("ci/run_veristat.others.cfg", "VERISTAT_OBJECTS_DIR=$VERISTAT_CONFIGS\n");
        assertThat(ran("veristat_others"))
                .isEqualTo("veristat: done 0 objects\nveristat: there is not one program in the 0 objects " + folder
                        + "/ci/*.bpf.o\n1");
    }

    /** What the suite writes, and its status. */
    private String ran(String suite) throws Exception {
        String script = Files.readString(Path.of("vm-images/scripts/suite"))
                .replace("/inputs/", folder + "/")
                .replace("/run/", folder + "/");
        Process process = new ProcessBuilder("bash", write(suite, script).toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return out + process.waitFor();
    }

    private Path write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }
}
