package org.beeyard.executor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.beeyard.executor.Executor.Launch;
import org.beeyard.job.Pools;
import org.beeyard.job.Queue.Claim;
import org.beeyard.job.RunKind;
import org.beeyard.job.Sighting;
import org.beeyard.plan.JobKind;
import org.beeyard.protocol.InfraReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesExecutorTest {

    private final FakeCluster cluster = new FakeCluster(0);
    private final KubernetesExecutor executor = executor(Clock.systemUTC());

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void launching_twice_launches_once() throws IOException {
        executor.launch("kube", claim("one"));
        String uid = job().getMetadata().getUid();
        assertThat(executor.launch("kube", claim("one"))).isEqualTo(new Launch.Launched());
        assertThat(job().getMetadata().getUid()).isEqualTo(uid);
    }

    @Test
    void leaves_alone_a_job_that_has_another_token() throws IOException {
        executor.launch("kube", claim("one"));
        assertThat(executor.launch("kube", claim("two"))).isEqualTo(new Launch.Taken());
        assertThat(job().getMetadata().getLabels()).containsEntry(JobShape.TOKEN, JobShape.tokenLabel(claim("one")));
    }

    @Test
    void says_that_a_job_is_held_while_its_queue_has_not_let_it_in() {
        Job suspended =
                new JobBuilder().withNewSpec().withSuspend(true).endSpec().build();
        assertThat(PodSight.of(suspended))
                .isEqualTo(new Sighting.Held("The Job is suspended until its queue lets it start."));
    }

    @Test
    void removes_a_pod_that_somebody_took_from_its_job() throws IOException {
        executor.launch("kube", claim("one"));
        Job job = job();
        Pod pod = cluster.pod(job);
        cluster.client().resource(job).delete();
        Awaitility.await().untilAsserted(() -> {
            executor.remove(7);
            assertThat(cluster.client().resource(pod).get()).isNull();
        });
    }

    @Test
    void has_nothing_to_warn_of_when_another_replica_has_just_removed_the_job() throws IOException {
        executor.launch("kube", claim("one"));
        cluster.server()
                .expect()
                .delete()
                .withPath("/apis/batch/v1/namespaces/" + FakeCluster.NAMESPACE + "/jobs/"
                        + job().getMetadata().getName())
                .andReturn(404, new StatusBuilder().withCode(404).build())
                .once();
        List<LogRecord> said = new ArrayList<>();
        Handler listener = listener(said);
        Logger log = Logger.getLogger(KubernetesExecutor.class.getName());
        log.addHandler(listener);
        try {
            executor.remove(7);
        } finally {
            log.removeHandler(listener);
        }
        assertThat(said).isEmpty();
        assertThat(cluster.jobs()).as("the server was asked").hasSize(1);
    }

    @Test
    void sees_nothing_of_an_attempt_only_when_the_api_server_says_so() throws IOException {
        assertThat(executor.look(7))
                .isEqualTo(new Sighting.Absent(InfraReason.POD_GONE, "The attempt's Job is gone; not by the farm."));
        executor.launch("kube", claim("one"));
        assertThat(executor.look(7))
                .isEqualTo(new Sighting.Waiting(InfraReason.UNSCHEDULABLE, "The Job has no pod yet.", false));
    }

    @Test
    void repeats_what_the_scheduler_says() throws IOException {
        assertThat(seen(FakeCluster.unschedulable("0/3 nodes are available: 3 Insufficient memory.")))
                .isEqualTo(new Sighting.Waiting(
                        InfraReason.UNSCHEDULABLE,
                        "Unschedulable: 0/3 nodes are available: 3 Insufficient memory",
                        false));
    }

    @Test
    void knows_an_image_that_comes_late_from_one_that_never_comes() throws IOException {
        assertThat(seen(FakeCluster.waiting("ImagePullBackOff", "Back-off pulling image \"x\"")))
                .isEqualTo(new Sighting.Waiting(
                        InfraReason.IMAGE_PULL,
                        "ImagePullBackOff: Back-off pulling image \"x\" (pod beeyard-a7-x7k2p)",
                        false));
        assertThat(PodSight.of(pod(FakeCluster.waiting("ErrImageNeverPull", "not here"))))
                .isInstanceOfSatisfying(
                        Sighting.Waiting.class,
                        waiting -> assertThat(waiting.hopeless()).isTrue());
    }

    @Test
    void tells_since_when_a_node_has_the_pod_whose_image_it_pulls() {
        PodStatus pulling = new PodStatusBuilder(FakeCluster.waiting("ErrImagePull", "no such host"))
                .withStartTime("2026-02-02T10:00:05Z")
                .build();
        assertThat(PodSight.of(pod(pulling)))
                .isInstanceOfSatisfying(
                        Sighting.Waiting.class,
                        waiting -> assertThat(waiting.since()).isEqualTo(Instant.parse("2026-02-02T10:00:05Z")));
    }

    @Test
    void tells_why_a_pod_ended_that_was_not_let_to() {
        assertThat(reason(FakeCluster.terminated(137, "OOMKilled"))).isEqualTo(InfraReason.OUT_OF_MEMORY);
        assertThat(reason(FakeCluster.disrupted("PreemptionByScheduler", "preempted")))
                .isEqualTo(InfraReason.PREEMPTED);
        assertThat(reason(FakeCluster.disrupted("DeletionByTaintManager", "deleting")))
                .isEqualTo(InfraReason.NODE_LOST);
        assertThat(reason(FakeCluster.disrupted("EvictionByEvictionAPI", "evicting")))
                .isEqualTo(InfraReason.EVICTED);
        assertThat(reason(FakeCluster.disrupted(
                        "TerminationByKubelet", "Pod ephemeral local storage usage exceeds the total limit")))
                .isEqualTo(InfraReason.DISK_FULL);
    }

    @Test
    void takes_an_exit_code_of_zero_for_no_success() throws IOException {
        assertThat(PodSight.of(pod(FakeCluster.terminated(0, "Completed")))).isInstanceOf(Sighting.Exited.class);
    }

    @Test
    void calls_a_pod_that_is_being_deleted_gone() {
        Pod doomed = new PodBuilder(pod(FakeCluster.running()))
                .editMetadata()
                .withDeletionTimestamp(Instant.now().toString())
                .endMetadata()
                .build();
        assertThat(PodSight.of(doomed))
                .isEqualTo(new Sighting.Broken(
                        InfraReason.POD_GONE, "The pod beeyard-a7-x7k2p was deleted; not by the farm."));
    }

    @Test
    void begins_anew_what_got_a_pod_and_no_token() throws IOException {
        seen(FakeCluster.waiting("CreateContainerConfigError", "secret \"beeyard-a7\" not found"));
        cluster.client().resource(secret()).delete();
        KubernetesExecutor later = executor(Clock.fixed(Instant.now().plus(Duration.ofMinutes(2)), ZoneOffset.UTC));
        Awaitility.await().untilAsserted(() -> assertThat(later.look(7)).isInstanceOf(Sighting.Absent.class));
        assertThat(cluster.jobs()).isEmpty();
    }

    @Test
    void finds_and_removes_what_is_left_of_an_attempt() throws IOException {
        executor.launch("kube", claim("one"));
        assertThat(executor.present()).containsOnlyKeys(7L);
        executor.remove(7);
        assertThat(cluster.jobs()).isEmpty();
        executor.remove(7);
    }

    private static Handler listener(List<LogRecord> said) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                said.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private Sighting seen(PodStatus status) throws IOException {
        executor.launch("kube", claim("one"));
        cluster.status(cluster.pod(job()), status);
        Awaitility.await()
                .until(() -> !(executor.look(7) instanceof Sighting.Waiting waiting)
                        || !waiting.words().startsWith("The Job has no pod")
                                && !waiting.words().startsWith("Pending"));
        return executor.look(7);
    }

    private static InfraReason reason(PodStatus status) {
        return ((Sighting.Broken) PodSight.of(pod(status))).reason();
    }

    private static Pod pod(PodStatus status) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("beeyard-a7-x7k2p")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withStatus(status)
                .build();
    }

    private Job job() {
        return cluster.jobs().getFirst();
    }

    private Secret secret() {
        return cluster.client()
                .secrets()
                .inNamespace(FakeCluster.NAMESPACE)
                .list()
                .getItems()
                .getFirst();
    }

    static Claim claim(String token) {
        return new Claim(
                7,
                1,
                RunKind.SERIES,
                JobKind.TEST,
                "x86_64",
                Duration.ofHours(1),
                new org.beeyard.people.Secret(token));
    }

    private KubernetesExecutor executor(Clock clock) {
        return executor(cluster.client(), clock);
    }

    static KubernetesExecutor executor(KubernetesClient client, Clock clock) {
        return new KubernetesExecutor(
                client, ClusterPools.cluster(), new Pools(ClusterPools.pools()), clock, ClusterPools.farm());
    }
}
