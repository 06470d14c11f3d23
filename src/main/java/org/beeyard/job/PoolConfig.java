package org.beeyard.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.beeyard.protocol.ByteSize;
import org.beeyard.protocol.HostArch;

/** Where attempts are executed. A farm without any has one pool, {@code local}, with one slot. */
@ConfigMapping(prefix = "pools")
public interface PoolConfig {

    @WithParentName
    Map<String, Pool> all();

    interface Pool {

        /** What a VM takes beyond its memory, and the agent beside it. */
        long QEMU_ITSELF = 1L << 30;

        /** Whose kernels it builds and boots natively; {@code any} is the machine's own. */
        @Pattern(regexp = "any|x86_64|aarch64|s390x")
        @WithDefault("any")
        String arch();

        /** The architectures besides its own whose kernels and selftests it builds, with cross compilers. */
        Optional<Set<@Pattern(regexp = "x86_64|aarch64|s390x") String>> builds();

        /** The architectures besides its own whose VMs it boots, under emulation. */
        Optional<Set<@Pattern(regexp = "x86_64|aarch64|s390x") String>> emulates();

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

        /** The same for a VM of an architecture that it emulates. */
        @WithDefault("5h")
        Duration emulatedTestTime();

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

        /** What {@code any} is on this machine; of a cluster's nodes only those know who chose the image. */
        default String ownArch() {
            return arch().equals("any") && oneMachine() ? HostArch.name() : arch();
        }

        default List<String> buildsBesides() {
            return besides(builds());
        }

        default List<String> emulatesBesides() {
            return besides(emulates());
        }

        /** No machine has KVM for an architecture that is not its own, whatever the pool wants for its own. */
        default String kvmFor(String wanted) {
            return kvm().equals("required") && emulatesBesides().contains(wanted) ? "preferred" : kvm();
        }

        private List<String> besides(Optional<Set<String>> named) {
            return named.orElse(Set.of()).stream()
                    .filter(name -> !name.equals(ownArch()))
                    .sorted()
                    .toList();
        }

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
