package org.beeyard.executor.kubernetes;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.beeyard.job.PoolConfig;
import org.beeyard.wire.FarmConfig;

/** Pools of a cluster, each for one thing that a test looks at. */
final class ClusterPools {

    private static final SmallRyeConfig CONFIG = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(PoolConfig.class)
            .withMapping(ClusterConfig.class)
            .withMapping(FarmConfig.class)
            .withDefaultValues(Map.ofEntries(
                    Map.entry("pools.kube.executor", "kubernetes"),
                    Map.entry("pools.queued.executor", "kubernetes"),
                    Map.entry("pools.queued.pod.queue", "bpf"),
                    Map.entry("pools.kvm.executor", "kubernetes"),
                    Map.entry("pools.kvm.kvm", "required"),
                    Map.entry("pools.kvm.emulates", "s390x"),
                    Map.entry("pools.kvm.pod.cache.claim", "blobs"),
                    Map.entry("pools.arm.executor", "kubernetes"),
                    Map.entry("pools.arm.arch", "aarch64"),
                    Map.entry("pools.emulated.executor", "kubernetes"),
                    Map.entry("pools.emulated.arch", "s390x"),
                    Map.entry("pools.emulated.pod.host-arch", "x86_64"),
                    Map.entry("pools.emulated.pod.node-selector.bpf", "yes"),
                    Map.entry("pools.choosy.executor", "kubernetes"),
                    Map.entry("pools.choosy.pod.tolerations[0].key", "bpf"),
                    Map.entry("pools.choosy.pod.tolerations[0].operator", "Exists"),
                    Map.entry("pools.choosy.pod.tolerations[0].effect", "NoExecute"),
                    Map.entry("pools.choosy.pod.tolerations[0].seconds", "60"),
                    Map.entry("pools.choosy.pod.tolerations[1].key", "team"),
                    Map.entry("pools.choosy.pod.tolerations[1].value", "bpf"),
                    Map.entry(
                            "pools.choosy.pod.affinity",
                            "podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone}]}"),
                    Map.entry("pools.choosy.pod.runtime-class", "kata"),
                    Map.entry("pools.choosy.pod.priority-class", "low"),
                    Map.entry("pools.choosy.pod.kvm-group", "104"),
                    Map.entry("cluster.pull-secrets", "ours,theirs"),
                    Map.entry("cluster.farm-url", "http://farm"),
                    Map.entry("cluster.image", "beeyard/job")))
            .build();

    private ClusterPools() {}

    static PoolConfig pools() {
        return CONFIG.getConfigMapping(PoolConfig.class);
    }

    static ClusterConfig cluster() {
        return CONFIG.getConfigMapping(ClusterConfig.class);
    }

    static FarmConfig farm() {
        return CONFIG.getConfigMapping(FarmConfig.class);
    }
}
