package org.beeyard.executor.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.Map;
import org.beeyard.job.Queue.Claim;
import org.beeyard.job.RunKind;
import org.beeyard.people.Secret;
import org.beeyard.plan.JobKind;
import org.junit.jupiter.api.Test;

class JobShapeTest {

    private final JobShape shape = new JobShape(ClusterPools.cluster(), "beeyard");

    @Test
    void makes_a_job_whose_one_pod_is_never_replaced() {
        var spec = job("kube", RunKind.SERIES, JobKind.TEST).getSpec();
        assertThat(spec.getBackoffLimit()).isZero();
        assertThat(spec.getPodReplacementPolicy()).isEqualTo("Failed");
        assertThat(spec.getPodFailurePolicy().getRules().getFirst().getAction()).isEqualTo("FailJob");
        assertThat(spec.getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
        assertThat(spec.getActiveDeadlineSeconds())
                .as("five minutes to start, an hour of work, two minutes more")
                .isEqualTo(300 + 3600 + 120);
    }

    @Test
    void gives_the_pod_no_right_and_no_secret_but_its_token() {
        PodSpec pod = pod("kube", RunKind.SERIES, JobKind.TEST);
        Container container = pod.getContainers().getFirst();
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getEnv())
                .filteredOn(
                        env -> env.getValueFrom() != null && env.getValueFrom().getSecretKeyRef() != null)
                .singleElement()
                .satisfies(
                        env -> assertThat(env.getValueFrom().getSecretKeyRef().getName())
                                .isEqualTo(shape.secretName(claim(RunKind.SERIES, JobKind.TEST))));
    }

    @Test
    void keeps_the_token_in_a_secret_that_goes_with_its_job() {
        Claim claim = claim(RunKind.SERIES, JobKind.TEST);
        Job made = new JobBuilder(job("kube", RunKind.SERIES, JobKind.TEST))
                .editMetadata()
                .withUid("uid-of-the-job")
                .endMetadata()
                .build();
        var secret = shape.secret(made, claim);
        assertThat(secret.getStringData()).containsExactly(Map.entry("token", "secret"));
        assertThat(secret.getMetadata().getName()).isEqualTo(shape.secretName(made));
        assertThat(secret.getMetadata().getOwnerReferences().getFirst().getUid())
                .isEqualTo("uid-of-the-job");
    }

    @Test
    void asks_for_kvm_only_where_the_pool_demands_it_and_a_vm_runs() {
        assertThat(limits(pod("kvm", RunKind.SERIES, JobKind.TEST))).containsKey("squat.ai/kvm");
        assertThat(limits(pod("kvm", RunKind.PROBE, JobKind.PROBE))).containsKey("squat.ai/kvm");
        assertThat(limits(pod("kvm", RunKind.SERIES, JobKind.BUILD))).doesNotContainKey("squat.ai/kvm");
        assertThat(limits(pod("kube", RunKind.SERIES, JobKind.TEST))).doesNotContainKey("squat.ai/kvm");
    }

    @Test
    void goes_to_nodes_of_the_pools_architecture_or_to_those_that_emulate_it() {
        assertThat(pod("arm", RunKind.BASE, JobKind.TEST).getNodeSelector())
                .containsExactly(Map.entry("kubernetes.io/arch", "arm64"));
        assertThat(pod("emulated", RunKind.BASE, JobKind.TEST).getNodeSelector())
                .containsExactlyInAnyOrderEntriesOf(Map.of("kubernetes.io/arch", "amd64", "bpf", "yes"));
    }

    @Test
    void is_shaped_as_its_pool_says() {
        PodSpec pod = pod("choosy", RunKind.SERIES, JobKind.TEST);
        assertThat(pod.getTolerations())
                .containsExactly(
                        new Toleration("NoExecute", "bpf", "Exists", 60L, null),
                        new Toleration(null, "team", null, null, "bpf"));
        assertThat(pod.getAffinity().getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution())
                .singleElement()
                .satisfies(term -> assertThat(term.getTopologyKey()).isEqualTo("zone"));
        assertThat(pod.getRuntimeClassName()).isEqualTo("kata");
        assertThat(pod.getPriorityClassName()).isEqualTo("low");
        assertThat(pod.getSecurityContext().getSupplementalGroups()).containsExactly(104L);
    }

    @Test
    void has_nothing_special_where_its_pool_says_nothing() {
        PodSpec pod = pod("kube", RunKind.SERIES, JobKind.TEST);
        assertThat(pod.getTolerations()).isEmpty();
        assertThat(pod.getAffinity()).isNull();
        assertThat(pod.getRuntimeClassName()).isNull();
        assertThat(pod.getPriorityClassName()).isNull();
        assertThat(pod.getSecurityContext().getSupplementalGroups()).isEmpty();
    }

    @Test
    void takes_its_image_by_the_secrets_of_the_cluster() {
        assertThat(pod("kube", RunKind.SERIES, JobKind.TEST).getImagePullSecrets())
                .containsExactly(new LocalObjectReference("ours"), new LocalObjectReference("theirs"));
    }

    @Test
    void lets_only_a_bases_attempt_write_what_the_node_keeps() {
        assertThat(blobs(pod("kvm", RunKind.SERIES, JobKind.BUILD)).getReadOnly())
                .isTrue();
        assertThat(blobs(pod("kvm", RunKind.BISECT, JobKind.BUILD)).getReadOnly())
                .isTrue();
        assertThat(blobs(pod("kvm", RunKind.BASE, JobKind.BUILD)).getReadOnly()).isFalse();
    }

    @Test
    void asks_for_no_kvm_for_a_vm_that_is_emulated() {
        PodSpec pod = shape.job(
                        "kvm", ClusterPools.pools().all().get("kvm"), claim(RunKind.SERIES, JobKind.TEST, "s390x"))
                .getSpec()
                .getTemplate()
                .getSpec();
        assertThat(limits(pod)).doesNotContainKey("squat.ai/kvm");
    }

    private Job job(String pool, RunKind kind, JobKind work) {
        return shape.job(pool, ClusterPools.pools().all().get(pool), claim(kind, work));
    }

    private PodSpec pod(String pool, RunKind kind, JobKind work) {
        return job(pool, kind, work).getSpec().getTemplate().getSpec();
    }

    private static Claim claim(RunKind kind, JobKind work) {
        return claim(kind, work, "x86_64");
    }

    private static Claim claim(RunKind kind, JobKind work, String arch) {
        return new Claim(7, 1, kind, work, arch, Duration.ofHours(1), new Secret("secret"));
    }

    private static Map<String, ?> limits(PodSpec pod) {
        return pod.getContainers().getFirst().getResources().getLimits();
    }

    private static VolumeMount blobs(PodSpec pod) {
        return pod.getContainers().getFirst().getVolumeMounts().stream()
                .filter(mount -> mount.getName().equals("blobs"))
                .findFirst()
                .orElseThrow();
    }
}
