package org.beeyard.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Map;
import org.beeyard.protocol.ByteSize;

/** Where attempts are executed. A farm without any has one pool, {@code local}, with one slot. */
@ConfigMapping(prefix = "pools")
public interface PoolConfig {

    @WithParentName
    Map<String, Pool> all();

    interface Pool {

        /** What a VM takes beyond its memory, and the agent beside it. */
        long QEMU_ITSELF = 1L << 30;

        @Pattern(regexp = "any|x86_64|aarch64|s390x")
        @WithDefault("any")
        String arch();

        /** Attempts at the same time. */
        @Min(0)
        @WithDefault("1")
        int slots();

        @Pattern(regexp = "local|kubernetes")
        @WithDefault("local")
        String executor();

        @Pattern(regexp = "required|preferred|never")
        @WithDefault("preferred")
        String kvm();

        /** Processors an attempt may use; 0 for all of the machine. Held by a control group where the machine has them. */
        @Min(0)
        @WithDefault("0")
        int cpu();

        /** Memory an attempt may use; where the machine lets the farm make no control groups, each of a build's processes. */
        @WithDefault("8GiB")
        ByteSize memory();

        /** Disk an attempt's work folder may take. */
        @WithDefault("20GiB")
        ByteSize disk();

        /** From the claim of an attempt to its agent's first word; in a cluster a node may have to be made first. */
        @WithDefault("5m")
        Duration startTime();

        @WithDefault("3h")
        Duration buildTime();

        @WithDefault("100m")
        Duration testTime();

        /** After which a VM that says nothing counts as hung. */
        @WithDefault("10m")
        Duration silence();

        /** VMs over which one suite is split at most, when slots are free; 1 for never. */
        @Min(1)
        @WithDefault("8")
        int shards();

        /** What each of them must have to do at least, by the tests' last times. */
        @WithDefault("1m")
        Duration shardTime();

        @Min(1)
        @WithDefault("2")
        int vmCpu();

        @WithDefault("3GiB")
        ByteSize vmMemory();

        /** The shape of its pods, where Kubernetes is the executor. */
        PodConfig pod();

        /** Whether its attempts share a machine and what is kept there. */
        default boolean oneMachine() {
            return executor().equals("local");
        }

        /** What an attempt may use at most: its VM has to fit too. */
        default ByteSize attemptMemory() {
            return new ByteSize(Math.max(memory().bytes(), vmMemory().bytes() + QEMU_ITSELF));
        }
    }
}
