package org.beeyard.executor.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders stand for what the kernel mounts; that a kernel takes it is seen by running a farm. */
class ControlGroupsTest {

    private static final ControlGroup.Limits LIMITS = new ControlGroup.Limits(2, 1 << 30);

    @TempDir
    private Path root;

    @Test
    void the_new_kind_has_one_group_for_all() throws Exception {
        file("cgroup.controllers", "memory cpu pids");
        ControlGroups groups = ControlGroups.under(root);
        assertThat(groups.words()).isEqualTo("control groups v2");
        assertThat(root.resolve("beeyard/cgroup.subtree_control")).hasContent("+memory +cpu +pids");
        Path group = only(groups.of(Path.of("/work/a7")));
        file(group, "memory.max");
        file(group, "cpu.max");
        assertThat(groups.of(Path.of("/work/a7")).prefix(LIMITS)).contains(group.toString());
        assertThat(group.resolve("memory.max")).hasContent("1073741824");
        assertThat(group.resolve("cpu.max")).hasContent("200000 100000");
    }

    @Test
    void the_old_kind_has_one_for_each_controller() throws Exception {
        for (String controller : List.of("memory", "cpu", "pids")) {
            file(Files.createDirectories(root.resolve(controller)), "cgroup.procs");
        }
        ControlGroups groups = ControlGroups.under(root);
        assertThat(groups.words()).isEqualTo("control groups v1");
        assertThat(groups.of(Path.of("/work/a7")).folders()).hasSize(3);
    }

    /** As in a container whose processes are in the group that it sees as the root. */
    @Test
    void a_root_that_takes_nothing_leaves_single_processes_to_be_bounded() throws Exception {
        file("cgroup.controllers", "memory cpu pids");
        Files.createDirectory(root.resolve("cgroup.subtree_control"));
        ControlGroups groups = ControlGroups.under(root);
        assertThat(groups.words()).contains("limits of single processes only");
        assertThat(groups.of(Path.of("/work/a7")).prefix(LIMITS)).isEmpty();
    }

    @Test
    void a_machine_without_any_says_so() {
        assertThat(ControlGroups.under(root.resolve("nothing")).words()).contains("limits of single processes only");
    }

    @Test
    void a_group_without_controllers_is_no_silent_freedom() throws Exception {
        file("cgroup.controllers", "memory cpu pids");
        ControlGroup group = ControlGroups.under(root).of(Path.of("/work/a7"));
        assertThatThrownBy(() -> group.prefix(LIMITS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bounds nothing");
    }

    private static Path only(ControlGroup group) throws IOException {
        assertThat(group.folders()).hasSize(1);
        return Files.createDirectories(group.folders().getFirst());
    }

    private void file(String name, String content) throws IOException {
        Files.writeString(root.resolve(name), content);
    }

    private static void file(Path folder, String name) throws IOException {
        Files.writeString(folder.resolve(name), "");
    }
}
