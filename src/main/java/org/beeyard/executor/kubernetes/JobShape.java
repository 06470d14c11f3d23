package org.beeyard.executor.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.beeyard.job.PoolConfig;
import org.beeyard.job.Queue.Claim;

/** What an attempt is in a cluster: one Job with one pod that is never replaced, and the Secret with its token. */
final class JobShape {

    static final String ATTEMPT = "beeyard.org/attempt";
    static final String INSTANCE = "beeyard.org/instance";
    static final String TOKEN = "beeyard.org/token";
    private static final String RUN = "beeyard.org/run";
    private static final String POOL = "beeyard.org/pool";
    static final String SECRET_KEY = "token";

    private static final int TOKEN_LABEL = 16;
    private static final Duration AFTER_LIMIT = Duration.ofMinutes(2);
    private static final long KEPT_SECONDS = Duration.ofDays(1).toSeconds();

    private final ClusterConfig cluster;
    private final PodShape pods;
    private final String instance;

    JobShape(ClusterConfig cluster, String instance) {
        this.cluster = cluster;
        this.pods = new PodShape(cluster);
        this.instance = instance;
    }

    String name(long attempt) {
        // as Kubernetes allows names
        return instance.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "") + "-a"
                + attempt;
    }

    /** Of its own for each token: what an older Job of the attempt leaves may be there still. */
    String secretName(Claim claim) {
        return name(claim.attempt()) + "-" + tokenLabel(claim);
    }

    /** Of the Job or pod that is there. */
    String secretName(HasMetadata jobOrPod) {
        Map<String, String> labels = jobOrPod.getMetadata().getLabels();
        return name(Long.parseLong(labels.get(ATTEMPT))) + "-" + labels.get(TOKEN);
    }

    Map<String, String> labelsOfAll() {
        return Map.of(INSTANCE, instance);
    }

    /** Tells two Jobs of one attempt apart without telling the token. */
    static String tokenLabel(Claim claim) {
        return claim.token().hash().substring(0, TOKEN_LABEL);
    }

    Job job(String poolName, PoolConfig.Pool pool, Claim claim) {
        Map<String, String> labels = labels(poolName, claim);
        Map<String, String> ofJob = new HashMap<>(labels);
        pool.pod().queue().ifPresent(queue -> ofJob.put("kueue.x-k8s.io/queue-name", queue));
        return new JobBuilder()
                .withNewMetadata()
                .withName(name(claim.attempt()))
                .withNamespace(cluster.namespace())
                .withLabels(ofJob)
                .endMetadata()
                .withNewSpec()
                .withSuspend(pool.pod().queue().isPresent() ? Boolean.TRUE : null)
                .withBackoffLimit(0)
                .withParallelism(1)
                .withCompletions(1)
                .withPodReplacementPolicy("Failed")
                .withNewPodFailurePolicy()
                .addNewRule()
                .withAction("FailJob")
                .addNewOnPodCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .endOnPodCondition()
                .endRule()
                .endPodFailurePolicy()
                .withActiveDeadlineSeconds(
                        pool.startTime().plus(claim.limit()).plus(AFTER_LIMIT).toSeconds())
                .withTtlSecondsAfterFinished((int) KEPT_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(pods.of(pool, claim, secretName(claim)))
                .endTemplate()
                .endSpec()
                .build();
    }

    private Map<String, String> labels(String pool, Claim claim) {
        Map<String, String> labels = new HashMap<>(labelsOfAll());
        labels.put("app.kubernetes.io/name", "beeyard-job");
        labels.put(ATTEMPT, Long.toString(claim.attempt()));
        labels.put(RUN, Long.toString(claim.run()));
        labels.put(POOL, pool);
        labels.put(TOKEN, tokenLabel(claim));
        return labels;
    }

    /** Goes with its Job. */
    Secret secret(Job job, Claim claim) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName(secretName(claim))
                .withNamespace(cluster.namespace())
                .withLabels(labelsOfAll())
                .addNewOwnerReference()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withType("Opaque")
                .addToStringData(SECRET_KEY, claim.token().text())
                .build();
    }
}
