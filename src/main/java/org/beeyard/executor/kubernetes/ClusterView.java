package org.beeyard.executor.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Listable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * This farm's Jobs and pods as two watches tell them. A watch may be late, or dead and not know it: so all of them are
 * listed every half minute, and that nothing is left of an attempt is asked of the API server itself.
 */
final class ClusterView {

    private static final Logger log = Logger.getLogger(ClusterView.class);
    private static final Duration LISTED = Duration.ofSeconds(30);
    private static final Duration DEAF = Duration.ofSeconds(60);
    private static final long PAGE = 500;
    private static final String BY_ATTEMPT = "attempt";

    private final KubernetesClient client;
    private final String namespace;
    private final Map<String, String> labels;
    private final Clock clock;
    private @Nullable Watches watches;
    private Instant heard = Instant.MIN;
    private Instant listed = Instant.MIN;

    ClusterView(KubernetesClient client, String namespace, Map<String, String> labels, Clock clock) {
        this.client = client;
        this.namespace = namespace;
        this.labels = labels;
        this.clock = clock;
    }

    private record Watches(SharedIndexInformer<Job> jobs, SharedIndexInformer<Pod> pods) {

        boolean alive() {
            return jobs.isWatching() && pods.isWatching();
        }

        void stop() {
            jobs.stop();
            pods.stop();
        }
    }

    /** The watches, begun anew when they have been dead for a minute. */
    private synchronized Watches watches() {
        Instant now = clock.instant();
        Watches current = watches;
        if (current != null && current.alive()) {
            heard = now;
            return current;
        }
        if (current != null && heard.plus(DEAF).isAfter(now)) {
            return current;
        }
        if (current != null) {
            log.warn("the watches of the cluster are dead; they are begun anew");
            current.stop();
        }
        Watches fresh = new Watches(started(jobs().runnableInformer(0)), started(pods().runnableInformer(0)));
        watches = fresh;
        heard = now;
        return fresh;
    }

    private static <T extends HasMetadata> SharedIndexInformer<T> started(SharedIndexInformer<T> informer) {
        informer.exceptionHandler((begun, failure) -> true); // else one failure of a watch ends it for ever
        informer.addIndexers(Map.of(
                BY_ATTEMPT, item -> List.of(attempt(item).map(String::valueOf).orElse(""))));
        informer.start();
        return informer;
    }

    private FilterWatchListDeletable<Job, JobList, ScalableResource<Job>> jobs() {
        return client.batch().v1().jobs().inNamespace(namespace).withLabels(labels);
    }

    private FilterWatchListDeletable<Pod, PodList, PodResource> pods() {
        return client.pods().inNamespace(namespace).withLabels(labels);
    }

    Optional<Job> job(long attempt) {
        return first(watches().jobs(), attempt);
    }

    Optional<Pod> pod(long attempt) {
        return first(watches().pods(), attempt);
    }

    /** What is being deleted may be of an older Job of the attempt, so the other counts. */
    private static <T extends HasMetadata> Optional<T> first(SharedIndexInformer<T> informer, long attempt) {
        return informer.getIndexer().byIndex(BY_ATTEMPT, Long.toString(attempt)).stream()
                .min(Comparator.comparing(item -> item.getMetadata().getDeletionTimestamp() != null));
    }

    /** Attempts of which a Job or a pod is there, and since when. */
    synchronized Map<Long, Instant> present() {
        Instant now = clock.instant();
        if (listed.plus(LISTED).isBefore(now)) {
            Map<Long, Instant> fresh = new HashMap<>();
            all(jobs()).forEach(item -> note(item, fresh));
            all(pods()).forEach(item -> note(item, fresh));
            listed = now;
            return fresh;
        }
        Map<Long, Instant> seen = new HashMap<>();
        watches().jobs().getStore().list().forEach(item -> note(item, seen));
        return seen;
    }

    private static <T extends HasMetadata> List<T> all(Listable<? extends KubernetesResourceList<T>> kind) {
        List<T> all = new ArrayList<>();
        String page = null;
        do {
            KubernetesResourceList<T> part = kind.list(
                    new ListOptionsBuilder().withLimit(PAGE).withContinue(page).build());
            all.addAll(part.getItems());
            page = part.getMetadata().getContinue();
        } while (page != null && !page.isEmpty());
        return all;
    }

    private static void note(HasMetadata item, Map<Long, Instant> into) {
        attempt(item)
                .ifPresent(id -> into.merge(
                        id, Instant.parse(item.getMetadata().getCreationTimestamp()), (a, b) -> a.isBefore(b) ? a : b));
    }

    static Optional<Long> attempt(HasMetadata item) {
        String label = item.getMetadata().getLabels().get(JobShape.ATTEMPT);
        return label != null && label.matches("\\d{1,18}") ? Optional.of(Long.parseLong(label)) : Optional.empty();
    }
}
