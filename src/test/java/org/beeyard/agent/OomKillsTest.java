package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files are laid out as the kernel's documentation of control groups and those of running kernels have them. */
class OomKillsTest {

    @TempDir
    Path machine;

    @Test
    void the_new_groups_count_in_the_events_of_ones_own() throws IOException {
        given("cgroup", "0::/beeyard/a7\n");
        given("fs/memory.events", "low 0\noom_kill 9\n");
        given("fs/beeyard/a7/memory.events", "low 0\nhigh 0\nmax 31\noom 4\noom_kill 3\noom_group_kill 0\n");
        assertThat(kills()).isEqualTo(3);
    }

    @Test
    void the_old_ones_count_where_the_memory_controller_is() throws IOException {
        given("cgroup", "12:pids:/beeyard/a7\n4:cpu,cpuacct:/beeyard/a7\n3:memory:/beeyard/a7\n0::/\n");
        given("fs/memory/beeyard/a7/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
        assertThat(kills()).isEqualTo(2);
    }

    @Test
    void a_containers_own_group_is_at_the_root() throws IOException {
        given("cgroup", "3:memory:/kubepods/burstable/pod1/c2\n0::/\n");
        given("fs/memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n");
        assertThat(kills()).isEqualTo(1);
    }

    @Test
    void where_nothing_counts_there_are_none() throws IOException {
        assertThat(kills()).isZero();
        given("cgroup", "0::/\n");
        assertThat(kills()).isZero();
        given("cgroup", "3:memory:/\n0::/\n");
        assertThat(kills()).isZero();
    }

    private long kills() throws IOException {
        return new OomKills(machine.resolve("cgroup"), machine.resolve("fs")).count();
    }

    private void given(String file, String text) throws IOException {
        Path at = machine.resolve(file);
        Files.createDirectories(at.getParent());
        Files.writeString(at, text);
    }
}
