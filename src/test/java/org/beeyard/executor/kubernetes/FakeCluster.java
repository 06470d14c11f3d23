package org.beeyard.executor.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.EventListBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * An API server that stores what it is given, and the little of a Job controller and a kubelet that our side of the
 * contract needs: a test makes a Job's pod and says how it is.
 */
final class FakeCluster implements AutoCloseable {

    static final String NAMESPACE = "beeyard-jobs";

    private final KubernetesMockServer server;
    private final KubernetesClient client;

    /** @param port 0 for any */
    FakeCluster(int port) {
        Map<ServerRequest, Queue<ServerResponse>> scripted = new HashMap<>();
        server = new KubernetesMockServer(
                new Context(Serialization.jsonMapper()),
                new MockWebServer(),
                scripted,
                new KubernetesMixedDispatcher(scripted),
                false);
        try {
            server.init(InetAddress.getByName("127.0.0.1"), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
        try (KubernetesClient plain = server.createClient(new OkHttpClientFactory())) {
            client = PingingClient.to(plain.getConfiguration());
        }
    }

    KubernetesClient client() {
        return client;
    }

    KubernetesMockServer server() {
        return server;
    }

    List<Job> jobs() {
        return client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems();
    }

    /** As the Job controller does. */
    Pod pod(Job job) {
        return client.pods()
                .inNamespace(NAMESPACE)
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(job.getMetadata().getName() + "-x7k2p")
                        .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
                        .endMetadata()
                        .withSpec(job.getSpec().getTemplate().getSpec())
                        .withStatus(new PodStatusBuilder().withPhase("Pending").build())
                        .build())
                .create();
    }

    /** As a kubelet does. */
    void status(Pod pod, PodStatus status) {
        client.pods()
                .inNamespace(NAMESPACE)
                .withName(pod.getMetadata().getName())
                .editStatus(p -> new PodBuilder(p).withStatus(status).build());
    }

    static Event event(String at, String reason, String message) {
        return new EventBuilder()
                .withType("Normal")
                .withReason(reason)
                .withMessage(message)
                .withLastTimestamp(at)
                .build();
    }

    /** What schedulers and kubelets tell of a pod. The server behind this knows no field selectors but those of metadata. */
    void tell(Pod pod, Event... events) {
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/" + NAMESPACE + "/events?fieldSelector=involvedObject.uid%3D"
                        + pod.getMetadata().getUid())
                .andReturn(200, new EventListBuilder().withItems(events).build())
                .always();
    }

    static PodStatus unschedulable(String message) {
        return new PodStatusBuilder()
                .withPhase("Pending")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage(message)
                .endCondition()
                .build();
    }

    static PodStatus waiting(String reason, String message) {
        return new PodStatusBuilder()
                .withPhase("Pending")
                .addNewContainerStatus()
                .withName("agent")
                .withState(new ContainerStateBuilder()
                        .withNewWaiting()
                        .withReason(reason)
                        .withMessage(message)
                        .endWaiting()
                        .build())
                .endContainerStatus()
                .build();
    }

    static PodStatus running() {
        return new PodStatusBuilder()
                .withPhase("Running")
                .addNewContainerStatus()
                .withName("agent")
                .withState(new ContainerStateBuilder()
                        .withNewRunning(Instant.now().toString())
                        .build())
                .endContainerStatus()
                .build();
    }

    static PodStatus terminated(int exitCode, String reason) {
        return new PodStatusBuilder()
                .withPhase("Failed")
                .addNewContainerStatus()
                .withName("agent")
                .withState(new ContainerStateBuilder()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withReason(reason)
                        .endTerminated()
                        .build())
                .endContainerStatus()
                .build();
    }

    static PodStatus disrupted(String reason, String message) {
        return new PodStatusBuilder()
                .withPhase("Failed")
                .withMessage(message)
                .addNewCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .withReason(reason)
                .withMessage(message)
                .endCondition()
                .build();
    }

    @Override
    public void close() {
        client.close();
        server.destroy();
    }
}
