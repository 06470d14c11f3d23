package org.beeyard.executor.kubernetes;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.beeyard.job.PodConfig;
import org.beeyard.job.PoolConfig;

/** What pods need to be told, and what no cluster would take. */
public final class ClusterCheck {

    /** That a label may have, of what {@code farm.instance} may have. */
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_]*[A-Za-z0-9])?");

    private ClusterCheck() {}

    /**
     * @param instance the farm's name, by which its pods are labelled
     * @return a sentence for each problem, beginning with its key
     */
    public static List<String> problems(PoolConfig pools, ClusterConfig cluster, String instance) {
        List<String> problems = new ArrayList<>();
        if (!pools.all().values().stream().allMatch(PoolConfig.Pool::oneMachine)
                && !LABEL.matcher(instance).matches()) {
            problems.add("farm.instance: pods are labelled by it, so with a pool in a cluster it must begin and end"
                    + " with a letter or a digit.");
        }
        new TreeMap<>(pools.all()).forEach((name, pool) -> {
            if (pool.oneMachine()) {
                return;
            }
            String key = "pools." + name + ".pod.";
            if (cluster.farmUrl().isEmpty()) {
                problems.add("cluster.farm-url: must say where the pods of pools." + name + " find the farm.");
            }
            if (cluster.image().isEmpty() && pool.pod().image().isEmpty()) {
                problems.add(key + "image: there is no image, and no cluster.image either.");
            }
            if (pool.pod().cache().claim().isPresent()
                    && pool.pod().cache().hostPath().isPresent()) {
                problems.add(key + "cache: name a claim or a host-path, not both.");
            }
            if (!isAffinity(pool.pod())) {
                problems.add(
                        key + "affinity: is not what a pod's specification has under affinity, as a text of YAML.");
            }
        });
        return problems;
    }

    private static boolean isAffinity(PodConfig pod) {
        try {
            return pod.affinity()
                    .map(text -> Serialization.unmarshal(text, Affinity.class))
                    .map(affinity -> affinity.getAdditionalProperties().isEmpty())
                    .orElse(pod.affinity().isEmpty());
        } catch (RuntimeException e) {
            return false;
        }
    }
}
