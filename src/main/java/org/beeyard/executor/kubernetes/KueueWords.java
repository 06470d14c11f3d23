package org.beeyard.executor.kubernetes;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why Kueue does not let a Job start. That stands on the Workload that it makes for each Job; its events tell less, and nothing
 * at all of a queue that is not there.
 */
final class KueueWords {

    private static final String GROUP = "kueue.x-k8s.io";

    private final KubernetesClient client;
    private final String namespace;

    KueueWords(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    Optional<String> of(String jobUid) {
        APIGroup kueue = client.getApiGroup(GROUP);
        if (kueue == null) {
            return Optional.of("The cluster has no Kueue.");
        }
        // whichever version this Kueue likes best: what is read here has been the same in all of them
        List<GenericKubernetesResource> workloads = client.genericKubernetesResources(
                        workloads(kueue.getPreferredVersion().getVersion()))
                .inNamespace(namespace)
                .withLabel(GROUP + "/job-uid", jobUid)
                .list()
                .getItems();
        return workloads.isEmpty()
                ? Optional.of("Kueue has made no Workload for it.")
                : workloads.stream()
                        .flatMap(workload -> conditions(workload).stream())
                        .filter(condition -> "QuotaReserved".equals(condition.get("type"))
                                && "False".equals(condition.get("status")))
                        .map(condition -> "Kueue: " + condition.get("message"))
                        .findFirst();
    }

    private static ResourceDefinitionContext workloads(String version) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(GROUP)
                .withVersion(version)
                .withPlural("workloads")
                .withKind("Workload")
                .withNamespaced(true)
                .build();
    }

    private static List<Map<String, Object>> conditions(GenericKubernetesResource workload) {
        List<Map<String, Object>> conditions = workload.get("status", "conditions");
        return conditions == null ? List.of() : conditions;
    }
}
