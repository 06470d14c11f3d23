package org.beeyard.executor.kubernetes;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.job.PodConfig;
import org.beeyard.job.PoolConfig;
import org.beeyard.job.Queue.Claim;
import org.beeyard.job.RunKind;
import org.beeyard.plan.JobKind;
import org.beeyard.protocol.ByteSize;

/**
 * An attempt's pod, fit for the restricted Pod Security level: a user without rights, a root that cannot be written, no secret
 * but the attempt's token.
 */
final class PodShape {

    /** As nodes call what we call otherwise. */
    private static final Map<String, String> NODE_ARCH = Map.of("x86_64", "amd64", "aarch64", "arm64");

    /** The user of the job image. */
    private static final long AGENT = 60900;

    private static final long GRACE_SECONDS = 60;
    private static final ByteSize TMP = ByteSize.of("4GiB");
    private static final String WORK = "/beeyard";
    private static final String BLOBS = "/blobs";

    private final ClusterConfig cluster;

    PodShape(ClusterConfig cluster) {
        this.cluster = cluster;
    }

    /** @param secret under whose name the token is */
    PodSpec of(PoolConfig.Pool pool, Claim claim, String secret) {
        PodConfig shape = pool.pod();
        return new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withRuntimeClassName(shape.runtimeClass().orElse(null))
                .withPriorityClassName(shape.priorityClass().orElse(null))
                .withNodeSelector(nodes(pool))
                .withTolerations(
                        shape.tolerations().stream().map(PodShape::toleration).toList())
                .withAffinity(shape.affinity()
                        .map(text -> Serialization.unmarshal(text, Affinity.class))
                        .orElse(null))
                .withImagePullSecrets(cluster.pullSecrets().orElse(List.of()).stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(AGENT)
                .withRunAsGroup(AGENT)
                .withFsGroup(AGENT)
                .withSupplementalGroups(shape.kvmGroup().map(List::of).orElse(List.of()))
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .withVolumes(volumes(pool))
                .addNewContainer()
                .withName("agent")
                .withImage(shape.image().or(cluster::image).orElseThrow())
                .withImagePullPolicy(cluster.pullPolicy())
                .withEnv(env(pool, claim, secret))
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withNewResources()
                .withRequests(resources(pool, claim))
                .withLimits(resources(pool, claim))
                .endResources()
                .addNewVolumeMount()
                .withName("work")
                .withMountPath(WORK)
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount()
                .addAllToVolumeMounts(
                        keepsBlobs(pool)
                                ? List.of(new VolumeMountBuilder()
                                        .withName("blobs")
                                        .withMountPath(BLOBS)
                                        .withReadOnly(!trusted(claim))
                                        .build())
                                : List.of())
                .endContainer()
                .build();
    }

    /** An image runs on nodes of its own architecture only. */
    private static Map<String, String> nodes(PoolConfig.Pool pool) {
        Map<String, String> selector = new HashMap<>();
        String arch = pool.pod().hostArch().orElse(pool.arch());
        if (!arch.equals("any")) {
            selector.put("kubernetes.io/arch", NODE_ARCH.getOrDefault(arch, arch));
        }
        selector.putAll(pool.pod().nodeSelector());
        return selector;
    }

    private static boolean keepsBlobs(PoolConfig.Pool pool) {
        return pool.pod().cache().claim().isPresent()
                || pool.pod().cache().hostPath().isPresent();
    }

    /** Whether nothing in it is a stranger's, so that it may leave things for others. */
    private static boolean trusted(Claim claim) {
        return claim.kind() == RunKind.BASE;
    }

    private List<EnvVar> env(PoolConfig.Pool pool, Claim claim, String secret) {
        List<EnvVar> env = new ArrayList<>();
        env.add(field("NODE", "spec.nodeName"));
        env.add(field("POD", "metadata.name"));
        env.add(variable("BEEYARD_HOST", "$(NODE)/$(POD)"));
        env.add(variable("BEEYARD_FARM", cluster.farmUrl().orElseThrow()));
        env.add(variable("BEEYARD_CONFINEMENT", "pod"));
        env.add(new EnvVarBuilder()
                .withName("BEEYARD_TOKEN")
                .withNewValueFrom()
                .withNewSecretKeyRef(JobShape.SECRET_KEY, secret, false)
                .endValueFrom()
                .build());
        if (keepsBlobs(pool)) {
            env.add(variable("BEEYARD_BLOBS", BLOBS));
            if (trusted(claim)) {
                env.add(variable(
                        "BEEYARD_BLOBS_SIZE",
                        Long.toString(pool.pod().cache().size().bytes())));
            }
        }
        return env;
    }

    private static EnvVar variable(String name, String value) {
        return new EnvVarBuilder().withName(name).withValue(value).build();
    }

    private static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath(path)
                .endFieldRef()
                .endValueFrom()
                .build();
    }

    private static Map<String, Quantity> resources(PoolConfig.Pool pool, Claim claim) {
        Map<String, Quantity> all = new HashMap<>();
        if (pool.cpu() > 0) {
            all.put("cpu", new Quantity(Integer.toString(pool.cpu())));
        }
        all.put("memory", bytes(pool.attemptMemory()));
        all.put("ephemeral-storage", bytes(new ByteSize(pool.disk().bytes() + TMP.bytes())));
        if (claim.work() != JobKind.BUILD && pool.kvmFor(claim.arch()).equals("required")) {
            all.put(pool.pod().kvmResource(), new Quantity("1"));
        }
        return all;
    }

    private static List<Volume> volumes(PoolConfig.Pool pool) {
        List<Volume> volumes = new ArrayList<>(List.of(emptyDir("work", pool.disk()), emptyDir("tmp", TMP)));
        PodConfig.Cache cache = pool.pod().cache();
        Optional<Volume> blobs = cache.claim()
                .map(claim -> new VolumeBuilder()
                        .withName("blobs")
                        .withNewPersistentVolumeClaim(claim, false)
                        .build())
                .or(() -> cache.hostPath()
                        .map(path -> new VolumeBuilder()
                                .withName("blobs")
                                .withNewHostPath(path, "Directory")
                                .build()));
        blobs.ifPresent(volumes::add);
        return volumes;
    }

    private static Volume emptyDir(String name, ByteSize size) {
        return new VolumeBuilder()
                .withName(name)
                .withNewEmptyDir()
                .withSizeLimit(bytes(size))
                .endEmptyDir()
                .build();
    }

    private static Quantity bytes(ByteSize size) {
        return new Quantity(Long.toString(size.bytes()));
    }

    private static Toleration toleration(PodConfig.Toleration toleration) {
        return new TolerationBuilder()
                .withKey(toleration.key().orElse(null))
                .withOperator(toleration.operator().orElse(null))
                .withValue(toleration.value().orElse(null))
                .withEffect(toleration.effect().orElse(null))
                .withTolerationSeconds(toleration.seconds().orElse(null))
                .build();
    }
}
