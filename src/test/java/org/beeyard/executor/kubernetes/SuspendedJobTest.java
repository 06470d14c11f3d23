package org.beeyard.executor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.APIGroupBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscoveryBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.beeyard.job.Sighting;
import org.beeyard.protocol.InfraReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs that a queue of the cluster holds, and those that it takes back. */
class SuspendedJobTest {

    private static final String HELD = "The Job is suspended until its queue lets it start.";
    private static final String KUEUE = "/apis/kueue.x-k8s.io";
    private static final Clock LATER = Clock.fixed(Instant.now().plus(Duration.ofMinutes(2)), ZoneOffset.UTC);

    private final FakeCluster cluster = new FakeCluster(0);

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void is_held_again_when_its_pod_goes_because_its_queue_has_suspended_it() throws IOException {
        KubernetesExecutor executor = executor(Clock.systemUTC());
        executor.launch("kube", KubernetesExecutorTest.claim("one"));
        Pod pod = runs();
        suspend();
        cluster.client().resource(pod).delete();
        Awaitility.await().untilAsserted(() -> assertThat(executor.look(7)).isEqualTo(new Sighting.Held(HELD)));
        assertThat(cluster.client().resource(pod).get()).as("it is still there").isNotNull();
    }

    @Test
    void is_broken_when_its_pod_goes_and_its_queue_has_no_part_in_it() throws IOException {
        KubernetesExecutor executor = executor(Clock.systemUTC());
        executor.launch("kube", KubernetesExecutorTest.claim("one"));
        Pod pod = runs();
        cluster.client().resource(pod).delete();
        Awaitility.await()
                .untilAsserted(() -> assertThat(executor.look(7))
                        .isInstanceOfSatisfying(
                                Sighting.Broken.class,
                                broken -> assertThat(broken.reason()).isEqualTo(InfraReason.POD_GONE)));
    }

    @Test
    void repeats_what_kueue_says_of_a_job_that_it_holds_for_long() throws IOException {
        executor(LATER).launch("queued", KubernetesExecutorTest.claim("one"));
        kueueKnows(workload(
                Map.of("type", "Evicted", "status", "False", "message", "no"),
                Map.of("type", "QuotaReserved", "status", "False", "message", "LocalQueue bpf doesn't exist")));
        assertThat(executor(LATER).look(7)).isEqualTo(new Sighting.Held(HELD + " Kueue: LocalQueue bpf doesn't exist"));
    }

    @Test
    void says_when_kueue_has_not_taken_up_a_job() throws IOException {
        executor(LATER).launch("queued", KubernetesExecutorTest.claim("one"));
        kueueKnows();
        assertThat(executor(LATER).look(7)).isEqualTo(new Sighting.Held(HELD + " Kueue has made no Workload for it."));
    }

    @Test
    void says_when_there_is_no_kueue() throws IOException {
        executor(LATER).launch("queued", KubernetesExecutorTest.claim("one"));
        answers(KUEUE, 404, new StatusBuilder().withCode(404).build());
        assertThat(executor(LATER).look(7)).isEqualTo(new Sighting.Held(HELD + " The cluster has no Kueue."));
    }

    private KubernetesExecutor executor(Clock clock) {
        return KubernetesExecutorTest.executor(cluster.client(), clock);
    }

    private Job job() {
        return cluster.jobs().getFirst();
    }

    /** It stays for a while when it is deleted, as pods do. */
    private Pod runs() {
        Pod pod = cluster.pod(job());
        cluster.status(pod, FakeCluster.running());
        return cluster.client()
                .pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .edit(it -> new PodBuilder(it)
                        .editMetadata()
                        .addToFinalizers("batch.kubernetes.io/job-tracking")
                        .endMetadata()
                        .build());
    }

    /** As Kueue does. */
    private void suspend() {
        cluster.client()
                .resource(job())
                .edit(it -> new JobBuilder(it)
                        .editSpec()
                        .withSuspend(true)
                        .endSpec()
                        .build());
    }

    private void kueueKnows(GenericKubernetesResource... workloads) {
        answers(
                KUEUE,
                200,
                new APIGroupBuilder()
                        .withName("kueue.x-k8s.io")
                        .withPreferredVersion(new GroupVersionForDiscoveryBuilder()
                                .withVersion("v1beta2")
                                .build())
                        .build());
        GenericKubernetesResourceList list = new GenericKubernetesResourceList();
        list.setItems(List.of(workloads));
        answers(
                KUEUE + "/v1beta2/namespaces/" + FakeCluster.NAMESPACE
                        + "/workloads?labelSelector=kueue.x-k8s.io%2Fjob-uid%3D"
                        + job().getMetadata().getUid(),
                200,
                list);
    }

    @SafeVarargs
    private static GenericKubernetesResource workload(Map<String, String>... conditions) {
        GenericKubernetesResource workload = new GenericKubernetesResource();
        workload.setAdditionalProperty("status", Map.of("conditions", List.of(conditions)));
        return workload;
    }

    private void answers(String path, int code, Object body) {
        cluster.server().expect().get().withPath(path).andReturn(code, body).always();
    }
}
