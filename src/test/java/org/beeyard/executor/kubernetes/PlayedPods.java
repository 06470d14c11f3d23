package org.beeyard.executor.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Pods of a fake cluster that say to the farm what agents would. */
final class PlayedPods implements AutoCloseable {

    private static final String STARTED =
            "{\"protocol\":1,\"host\":\"n/p\",\"cpus\":1,\"memoryBytes\":1,\"diskFreeBytes\":1}";
    private static final String FINISH = """
            {"complete":true,"ending":"PASSED","sentence":"Ready.","reports":0,"batches":0,"logBytes":0,"logDropped":0,
             "steps":0,"cpuMillis":1,"artifacts":[],"splats":[]}
            """;

    /** As often as agents do. */
    private static final int BEAT_SECONDS = 10;

    private static final String BEAT = "{\"step\":\"running\",\"done\":1,\"expected\":2}";

    private final FakeCluster cluster;
    private final boolean finish;
    private final ExecutorService pods = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger played = new AtomicInteger();
    private final Map<String, CompletableFuture<String>> tokens = new ConcurrentHashMap<>();

    /** @param finish whether they end at once, or stay */
    PlayedPods(FakeCluster cluster, boolean finish) {
        this.cluster = cluster;
        this.finish = finish;
        cluster.client().secrets().inNamespace(FakeCluster.NAMESPACE).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Secret secret) {
                token(secret.getMetadata().getName())
                        .complete(secret.getStringData().get("token"));
            }

            @Override
            public void onUpdate(Secret before, Secret after) {}

            @Override
            public void onDelete(Secret secret, boolean unknown) {
                tokens.remove(secret.getMetadata().getName());
            }
        });
        cluster.client().batch().v1().jobs().inNamespace(FakeCluster.NAMESPACE).inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Job job) {
                pods.submit(() -> play(job));
            }

            @Override
            public void onUpdate(Job before, Job after) {}

            @Override
            public void onDelete(Job job, boolean unknown) {
                pods.submit(() -> collect(job));
            }
        });
    }

    /** As a cluster's garbage collector does with what the Job owns. */
    private void collect(Job job) {
        cluster.client()
                .secrets()
                .inNamespace(FakeCluster.NAMESPACE)
                .withName(secret(job))
                .delete();
    }

    private static String secret(Job job) {
        return job.getMetadata().getName() + "-" + job.getMetadata().getLabels().get(JobShape.TOKEN);
    }

    private CompletableFuture<String> token(String secret) {
        return tokens.computeIfAbsent(secret, _ -> new CompletableFuture<>());
    }

    int played() {
        return played.get();
    }

    private Void play(Job job) throws Exception {
        String token = token(secret(job)).get(1, TimeUnit.MINUTES);
        say(token, "start", STARTED);
        if (finish) {
            say(token, "finish", FINISH);
            played.incrementAndGet();
            return null;
        }
        cluster.status(cluster.pod(job), FakeCluster.running());
        played.incrementAndGet();
        while (true) {
            TimeUnit.SECONDS.sleep(BEAT_SECONDS);
            say(token, "heartbeat", BEAT);
        }
    }

    private void say(String token, String what, String body) throws Exception {
        http.send(
                HttpRequest.newBuilder(
                                URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/attempt-api/v1/" + what))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
    }

    @Override
    public void close() {
        pods.shutdownNow();
        http.close();
    }
}
