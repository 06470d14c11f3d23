package org.beeyard.executor.kubernetes;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Preconditions;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Deletes the Jobs of attempts, and the pods that do not go with them. */
final class Deletion {

    private static final Logger log = Logger.getLogger(Deletion.class);
    private static final Duration TERMINATING = Duration.ofMinutes(10);

    private final KubernetesClient client;
    private final String namespace;
    private final Clock clock;

    Deletion(KubernetesClient client, String namespace, Clock clock) {
        this.client = client;
        this.namespace = namespace;
        this.clock = clock;
    }

    void delete(Job job) {
        if (job.getMetadata().getDeletionTimestamp() != null) {
            return;
        }
        String path = "/apis/batch/v1/namespaces/" + namespace + "/jobs/"
                + job.getMetadata().getName();
        // Of another Job by the same name nothing is known; this one is meant.
        Preconditions same = new Preconditions(null, job.getMetadata().getUid());
        try {
            client.raw(
                    path,
                    "DELETE",
                    new DeleteOptionsBuilder()
                            .withPreconditions(same)
                            .withPropagationPolicy("Background")
                            .build());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) { // another replica was faster
                throw e;
            }
        }
    }

    void forceWhenStuck(Pod pod) {
        if (!stuck(pod)) {
            return;
        }
        log.warnf(
                "pod %s on node %s does not end; it is removed by force, and may still run there",
                pod.getMetadata().getName(), pod.getSpec().getNodeName());
        client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .withGracePeriod(0)
                .delete();
    }

    private boolean stuck(Pod pod) {
        String since = pod.getMetadata().getDeletionTimestamp();
        return since != null && Instant.parse(since).plus(TERMINATING).isBefore(clock.instant());
    }
}
