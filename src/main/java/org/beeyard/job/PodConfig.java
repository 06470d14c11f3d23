package org.beeyard.job;

import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.protocol.ByteSize;

/** The shape of a pool's pods, beyond its processors, memory and disk. */
public interface PodConfig {

    /** The job image; by default the farm's own choice, {@code cluster.image}. */
    Optional<String> image();

    Map<String, String> nodeSelector();

    /** Of the nodes, where VMs of the pool's architecture are emulated; by default they are of that architecture. */
    Optional<@Pattern(regexp = "x86_64|aarch64|s390x") String> hostArch();

    List<Toleration> tolerations();

    /** Kubernetes' own affinity, as YAML. */
    Optional<String> affinity();

    Optional<String> runtimeClass();

    Optional<String> priorityClass();

    /** Under which name nodes offer {@code /dev/kvm}, such as {@code devices.kubevirt.io/kvm}. */
    @WithDefault("squat.ai/kvm")
    String kvmResource();

    /** The group to which the device belongs, where it is not open to all. */
    Optional<Long> kvmGroup();

    /** A LocalQueue of Kueue, which then decides when pods start. */
    Optional<String> queue();

    Cache cache();

    /** Where nodes keep blobs for the pods on them; nowhere by default. */
    interface Cache {

        Optional<String> claim();

        /** Needs a namespace whose Pod Security level allows it: not restricted, and not baseline. */
        Optional<String> hostPath();

        @WithDefault("20GiB")
        ByteSize size();
    }

    /** As in a pod's own specification. */
    interface Toleration {

        Optional<String> key();

        Optional<String> operator();

        Optional<String> value();

        Optional<String> effect();

        Optional<Long> seconds();
    }
}
