package org.beeyard.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.helm.Rendered.each;
import static org.beeyard.helm.Rendered.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the farm, its jobs and others may do to each other. */
class ChartSecurityTest {

    @Test
    void the_farm_may_do_this_in_the_namespace_of_its_jobs_and_nothing_else() {
        Rendered farm = Chart.with(Chart.DATABASE).rendered();
        assertThat(farm.kinds()).doesNotContain("ClusterRole", "ClusterRoleBinding");
        JsonNode role = farm.one("Role");
        assertThat(role.at("/metadata/namespace").asText()).isEqualTo("farm-space-jobs");
        Map<String, String> verbs = new TreeMap<>();
        each(role.at("/rules"))
                .forEach(rule -> verbs.put(
                        rule.at("/apiGroups/0").asText() + "/"
                                + rule.at("/resources/0").asText(),
                        String.join(
                                " ",
                                each(rule.at("/verbs")).map(JsonNode::asText).toList())));
        assertThat(verbs)
                .isEqualTo(new TreeMap<>(Map.of(
                        "batch/jobs", "get list watch create delete",
                        "/pods", "get list watch delete",
                        "/pods/log", "get",
                        "/events", "list",
                        "/secrets", "create get")));
        assertThat(each(role.at("/rules")))
                .allSatisfy(rule -> assertThat(rule.at("/apiGroups").size()
                                + rule.at("/resources").size())
                        .isEqualTo(2));
        JsonNode binding = farm.one("RoleBinding");
        assertThat(binding.at("/metadata/namespace").asText()).isEqualTo("farm-space-jobs");
        assertThat(binding.at("/subjects"))
                .isEqualTo(yaml("[{kind: ServiceAccount, name: beeyard, namespace: farm-space}]"));
        assertThat(binding.at("/roleRef/name").asText()).isEqualTo("beeyard");
    }

    @Test
    void the_farm_reads_why_kueue_holds_a_job_only_where_a_pool_has_a_queue() {
        JsonNode role = Chart.with(Chart.DATABASE)
                .and("farm: {pools: {a: {executor: kubernetes}, b: {executor: kubernetes, pod: {queue: bpf}}}}")
                .rendered()
                .one("Role");
        assertThat(each(role.at("/rules"))
                        .filter(rule -> rule.at("/apiGroups/0").asText().startsWith("kueue")))
                .containsExactly(yaml("{apiGroups: [kueue.x-k8s.io], resources: [workloads], verbs: [list]}"));
    }

    @Test
    void jobs_have_a_restricted_namespace_of_their_own() {
        JsonNode namespace = Chart.with(Chart.DATABASE).rendered().one("Namespace");
        assertThat(namespace.at("/metadata/name").asText()).isEqualTo("farm-space-jobs");
        for (String mode : List.of("enforce", "audit", "warn")) {
            assertThat(namespace
                            .at("/metadata/labels/pod-security.kubernetes.io~1" + mode)
                            .asText())
                    .isEqualTo("restricted");
        }
        Chart elsewhere = Chart.with(Chart.DATABASE).and("jobs: {createNamespace: false, namespace: ci-jobs}");
        assertThat(elsewhere.rendered().kinds()).doesNotContain("Namespace");
        assertThat(elsewhere.rendered().environment()).containsEntry("CLUSTER_NAMESPACE", "ci-jobs");
    }

    @Test
    void the_network_of_jobs_is_shut_but_for_the_farm_and_dns() {
        Rendered farm = Chart.with(Chart.DATABASE).rendered();
        JsonNode deny = farm.one("NetworkPolicy", "beeyard-deny");
        assertThat(deny.at("/metadata/namespace").asText()).isEqualTo("farm-space-jobs");
        assertThat(deny.at("/spec")).isEqualTo(yaml("""
                podSelector: {matchLabels: {app.kubernetes.io/name: beeyard-job}}
                policyTypes: [Ingress, Egress]
                """));
        assertThat(farm.one("NetworkPolicy", "beeyard-allow").at("/spec")).isEqualTo(yaml("""
                podSelector: {matchLabels: {app.kubernetes.io/name: beeyard-job, beeyard.org/instance: beeyard}}
                policyTypes: [Egress]
                egress:
                  - to:
                      - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: farm-space}}
                        podSelector:
                          matchLabels:
                            app.kubernetes.io/name: beeyard
                            app.kubernetes.io/instance: beeyard
                            app.kubernetes.io/component: farm
                    ports: [{protocol: TCP, port: 8080}]
                  - to:
                      - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}
                        podSelector: {matchLabels: {k8s-app: kube-dns}}
                    ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
                """));
    }

    @Test
    void jobs_may_go_to_an_object_store_too() {
        JsonNode egress = Chart.with(Chart.S3)
                .rendered()
                .one("NetworkPolicy", "beeyard-allow")
                .at("/spec/egress");
        assertThat(egress.size()).isEqualTo(3);
        assertThat(egress.get(2))
                .isEqualTo(yaml("{to: [{ipBlock: {cidr: 192.0.2.10/32}}], ports: [{protocol: TCP, port: 443}]}"));
    }

    @Test
    void only_its_jobs_its_test_and_whom_the_values_name_reach_the_farm() {
        assertThat(Chart.with(Chart.S3)
                        .rendered()
                        .one("NetworkPolicy", "beeyard")
                        .at("/spec"))
                .isEqualTo(yaml("""
                podSelector:
                  matchLabels:
                    app.kubernetes.io/name: beeyard
                    app.kubernetes.io/instance: beeyard
                    app.kubernetes.io/component: farm
                policyTypes: [Ingress]
                ingress:
                  - from:
                      - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: farm-space-jobs}}
                        podSelector:
                          matchLabels: {app.kubernetes.io/name: beeyard-job, beeyard.org/instance: bpf-ci}
                      - podSelector:
                          matchLabels:
                            app.kubernetes.io/name: beeyard
                            app.kubernetes.io/instance: beeyard
                            app.kubernetes.io/component: self-test
                      - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress-nginx}}
                      - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}
                    ports: [{protocol: TCP, port: 8080}]
                """));
    }

    @Test
    void policies_can_be_left_to_others() {
        Chart open = Chart.with(Chart.DATABASE).and("networkPolicy: {enabled: false}");
        assertThat(open.rendered().kinds()).doesNotContain("NetworkPolicy");
        assertThat(open.notes()).contains("WARNING: without network policies");
    }

    @ParameterizedTest
    @MethodSource("org.beeyard.helm.Chart#shipped")
    void every_container_would_be_let_into_a_restricted_namespace(String values) {
        List<JsonNode> pods = Chart.with(values).renderedWithTests().pods().toList();
        assertThat(pods).hasSize(2).allSatisfy(pod -> {
            JsonNode security = pod.at("/securityContext");
            assertThat(security.at("/runAsNonRoot").asBoolean()).isTrue();
            assertThat(security.at("/runAsUser").asInt()).isEqualTo(60901);
            assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.at("/hostNetwork").asBoolean() || pod.at("/hostPID").asBoolean())
                    .isFalse();
            assertThat(each(pod.at("/volumes"))).noneMatch(volume -> volume.has("hostPath"));
            assertThat(pod.has("initContainers")).isFalse();
            assertThat(each(pod.at("/containers")))
                    .isNotEmpty()
                    .allSatisfy(container ->
                            assertThat(container.at("/securityContext")).isEqualTo(yaml("""
                            allowPrivilegeEscalation: false
                            readOnlyRootFilesystem: true
                            capabilities: {drop: [ALL]}
                            """)));
        });
    }

    @ParameterizedTest
    @MethodSource("org.beeyard.helm.Chart#shipped")
    void secrets_are_named_and_never_written(String values) {
        Rendered farm = Chart.with(values).renderedWithTests();
        assertThat(farm.kinds()).doesNotContain("Secret");
        assertThat(each(farm.farm().at("/env"))
                        .filter(v -> v.at("/name").asText().matches(".*(PASSWORD|TOKEN|_KEY|USERNAME)")))
                .allSatisfy(v -> assertThat(v.has("value")).isFalse());
    }

    @Test
    void only_the_farm_gets_a_token_of_the_cluster() {
        Rendered farm = Chart.with(Chart.DATABASE).renderedWithTests();
        assertThat(farm.pod().at("/automountServiceAccountToken").asBoolean()).isTrue();
        assertThat(farm.one("Pod").at("/spec/automountServiceAccountToken").asBoolean(true))
                .isFalse();
        assertThat(farm.one("ServiceAccount")
                        .at("/automountServiceAccountToken")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void the_pod_of_helm_test_gets_nobody_elses_requests() {
        Rendered farm = Chart.with(Chart.DATABASE).renderedWithTests();
        JsonNode test = farm.one("Pod");
        assertThat(test.at("/metadata/labels/app.kubernetes.io~1component").asText())
                .isEqualTo("self-test");
        assertThat(farm.one("Service").at("/spec/selector"))
                .isEqualTo(farm.one("Deployment").at("/spec/selector/matchLabels"))
                .isNotEqualTo(test.at("/metadata/labels"));
        assertThat(test.at("/spec/containers/0/command"))
                .isEqualTo(yaml("[/opt/beeyard/bin/self-test, \"http://beeyard.farm-space.svc:8080\"]"));
        assertThat(Chart.file("templates/tests/self-test.yaml")).contains("helm.sh/hook: test\n");
    }
}
