package org.beeyard.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.helm.Rendered.each;
import static org.beeyard.helm.Rendered.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the chart makes of its values. */
class ChartTest {

    @ParameterizedTest
    @MethodSource("org.beeyard.helm.Chart#shipped")
    void lint_has_nothing_against(String values) {
        var lint = Chart.with(values).linted();
        assertThat(lint.isFailed()).as(lint.getMessages().toString()).isFalse();
        assertThat(lint.getMessages()).containsExactly("[INFO] Chart.yaml: icon is recommended");
    }

    @Test
    void lint_has_nothing_against_the_values_it_ships_with() {
        assertThat(Chart.with("{}").linted().isFailed()).isFalse();
    }

    @Test
    void is_of_the_programs_version() throws IOException {
        String version = yaml(Chart.file("Chart.yaml")).at("/appVersion").asText();
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<artifactId>beeyard</artifactId>\n  <version>" + version + "<");
        assertThat(Chart.with(Chart.DATABASE).rendered().farm().at("/image").asText())
                .isEqualTo("beeyard/farm:" + version);
    }

    @Test
    void has_two_replicas_apart_that_are_replaced_one_by_one() {
        Rendered farm = Chart.with(Chart.DATABASE).rendered();
        JsonNode spec = farm.one("Deployment").at("/spec");
        assertThat(spec.at("/replicas").asInt()).isEqualTo(2);
        assertThat(spec.at("/strategy"))
                .isEqualTo(yaml("{type: RollingUpdate, rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}"));
        assertThat(farm.one("PodDisruptionBudget").at("/spec/maxUnavailable").asInt())
                .isEqualTo(1);
        JsonNode apart = farm.pod().at("/affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/0");
        assertThat(apart.at("/podAffinityTerm/topologyKey").asText()).isEqualTo("kubernetes.io/hostname");
        assertThat(apart.at("/podAffinityTerm/labelSelector/matchLabels")).isEqualTo(spec.at("/selector/matchLabels"));
    }

    @Test
    void asks_the_farm_how_it_is_and_lets_it_finish() {
        Rendered farm = Chart.with(Chart.DATABASE).rendered();
        assertThat(farm.farm().at("/startupProbe/httpGet/path").asText()).isEqualTo("/q/health/started");
        assertThat(farm.farm().at("/livenessProbe/httpGet/path").asText()).isEqualTo("/q/health/live");
        assertThat(farm.farm().at("/readinessProbe/httpGet/path").asText()).isEqualTo("/q/health/ready");
        assertThat(farm.pod().at("/terminationGracePeriodSeconds").asInt()).isEqualTo(40);
    }

    @Test
    void gives_the_farm_its_environment() {
        assertThat(Chart.with(Chart.DATABASE).rendered().environment())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("BEEYARD_HOME", "/var/lib/beeyard"),
                        Map.entry("BEEYARD_CONFIG", "/etc/beeyard/farm.yaml"),
                        Map.entry("QUARKUS_HTTP_HOST", "0.0.0.0"),
                        Map.entry("QUARKUS_HTTP_PORT", "8080"),
                        Map.entry(
                                "QUARKUS_DATASOURCE_JDBC_URL",
                                "jdbc:postgresql://beeyard-db-rw.beeyard.svc:5432/beeyard"),
                        Map.entry("QUARKUS_DATASOURCE_USERNAME", "beeyard-db-app/username"),
                        Map.entry("QUARKUS_DATASOURCE_PASSWORD", "beeyard-db-app/password"),
                        Map.entry("BEEYARD_BLOBS_STORE", "file"),
                        Map.entry("BEEYARD_BLOBS_FOLDER", "/var/lib/beeyard/blobs"),
                        Map.entry("CLUSTER_NAMESPACE", "farm-space-jobs"),
                        Map.entry("CLUSTER_FARM_URL", "http://beeyard.farm-space.svc:8080"),
                        Map.entry("CLUSTER_IMAGE", "beeyard/job-x86_64:0.1.0"),
                        Map.entry("CLUSTER_PULL_POLICY", "IfNotPresent")));
    }

    @Test
    void gives_it_an_object_store_and_what_else_is_switched_on() {
        Rendered farm = Chart.with(Chart.S3).rendered();
        assertThat(farm.environment())
                .containsEntry("BEEYARD_BLOBS_STORE", "s3")
                .containsEntry("BEEYARD_BLOBS_S3_ENDPOINT", "https://s3.example.org")
                .containsEntry("BEEYARD_BLOBS_S3_BUCKET", "beeyard")
                .containsEntry("BEEYARD_BLOBS_S3_REGION", "us-east-1")
                .containsEntry("BEEYARD_BLOBS_S3_PATH_STYLE", "true")
                .containsEntry("BEEYARD_BLOBS_S3_LINKS", "true")
                .containsEntry("BEEYARD_BLOBS_S3_ACCESS_KEY", "beeyard-s3/access-key")
                .containsEntry("BEEYARD_BLOBS_S3_SECRET_KEY", "beeyard-s3/secret-key")
                .containsEntry("PATCHWORK_TOKEN", "beeyard-patchwork/token")
                .containsEntry("MAIL_PASSWORD", "beeyard-mail/password")
                .containsEntry("SIGN_IN_ADMIN_TOKEN", "beeyard-sign-in/admin-token")
                .containsEntry("SIGN_IN_OIDC_CLIENT_SECRET", "beeyard-sign-in/oidc-secret")
                .containsEntry("CLUSTER_PULL_SECRETS", "pull,pull-too")
                .containsEntry("QUARKUS_LOG_LEVEL", "DEBUG")
                .doesNotContainKey("BEEYARD_BLOBS_FOLDER");
        assertThat(farm.farm().at("/envFrom/0/secretRef/name").asText()).isEqualTo("more");
        assertThat(farm.kinds()).contains("ResourceQuota").doesNotContain("PersistentVolumeClaim");
    }

    @Test
    void is_reached_by_its_host() {
        JsonNode ingress = Chart.with(Chart.S3).rendered().one("Ingress");
        assertThat(ingress.at("/metadata/annotations"))
                .isEqualTo(yaml("nginx.ingress.kubernetes.io/proxy-body-size: 64m"));
        assertThat(ingress.at("/spec")).isEqualTo(yaml("""
                ingressClassName: nginx
                tls: [{secretName: ci-tls, hosts: [ci.example.org]}]
                rules:
                  - host: ci.example.org
                    http:
                      paths:
                        - path: /
                          pathType: Prefix
                          backend: {service: {name: beeyard, port: {name: http}}}
                """));
        assertThat(Chart.with(Chart.DATABASE).rendered().kinds()).doesNotContain("Ingress");
    }

    @Test
    void is_asked_by_prometheus_through_its_service() {
        Rendered farm = Chart.with(Chart.S3).rendered();
        JsonNode monitor = farm.one("ServiceMonitor");
        assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
        assertThat(monitor.at("/spec")).isEqualTo(yaml("""
                selector: {matchLabels: {app.kubernetes.io/name: beeyard, app.kubernetes.io/instance: beeyard}}
                endpoints: [{port: http, path: /q/metrics, interval: 30s}]
                """));
        JsonNode service = farm.one("Service");
        assertThat(service.at("/metadata/labels").properties())
                .containsAll(monitor.at("/spec/selector/matchLabels").properties());
        assertThat(service.at("/spec/ports")).isEqualTo(yaml("[{name: http, port: 8080, targetPort: http}]"));
    }

    @Test
    void is_one_pod_and_one_volume_in_a_trial() {
        Rendered farm = Chart.with(Chart.TRIAL).rendered();
        JsonNode spec = farm.one("Deployment").at("/spec");
        assertThat(spec.at("/replicas").asInt()).isEqualTo(1);
        assertThat(spec.at("/strategy/type").asText()).isEqualTo("Recreate");
        assertThat(farm.environment())
                .containsEntry("BEEYARD_BLOBS_STORE", "file")
                .containsEntry("BEEYARD_BLOBS_FOLDER", "/var/lib/beeyard/blobs");
        assertThat(farm.environment().keySet()).noneMatch(name -> name.startsWith("QUARKUS_DATASOURCE"));
        assertThat(farm.one("PersistentVolumeClaim").at("/spec/accessModes")).isEqualTo(yaml("[ReadWriteOnce]"));
        assertThat(each(farm.farm().at("/volumeMounts"))
                        .map(m -> m.at("/mountPath").asText()))
                .containsExactly("/etc/beeyard", "/tmp", "/var/lib/beeyard");
        assertThat(farm.kinds()).doesNotContain("PodDisruptionBudget");
    }

    @Test
    void replaces_a_pod_only_when_it_is_gone_if_its_volume_is_its_own() {
        String one = """
                replicaCount: 1
                blobs: {file: {accessModes: [ReadWriteOnce]}}
                """;
        JsonNode spec =
                Chart.with(Chart.DATABASE).and(one).rendered().one("Deployment").at("/spec");
        assertThat(spec.at("/strategy")).isEqualTo(yaml("{type: Recreate}"));
    }

    @Test
    void takes_volumes_that_are_there() {
        Rendered farm = Chart.with(Chart.DATABASE)
                .and("{replicaCount: 1, blobs: {file: {existingClaim: b}}, data: {volume: claim, existingClaim: d}}")
                .rendered();
        assertThat(farm.kinds()).doesNotContain("PersistentVolumeClaim");
        assertThat(each(farm.pod().at("/volumes"))
                        .map(v -> v.at("/persistentVolumeClaim/claimName").asText("")))
                .containsExactly("", "", "d", "b");
    }

    @Test
    void keeps_what_cannot_be_made_again() {
        Rendered farm = Chart.with(Chart.DATABASE)
                .and("{replicaCount: 1, data: {volume: claim}}")
                .rendered();
        JsonNode blobs = farm.one("PersistentVolumeClaim", "beeyard-blobs");
        assertThat(blobs.at("/metadata/annotations")).isEqualTo(yaml("helm.sh/resource-policy: keep"));
        assertThat(farm.one("PersistentVolumeClaim", "beeyard-data")
                        .at("/metadata/annotations")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void gives_the_farms_yaml_on_as_it_is() {
        String given = Chart.with(Chart.S3)
                .rendered()
                .one("ConfigMap", "beeyard")
                .at("/data/farm.yaml")
                .asText();
        assertThat(yaml(given)).isEqualTo(yaml(Chart.S3).at("/farm"));
        assertThat(given).contains("requests: 1000000\n", "api: \"1.3\"\n", "token: ${PATCHWORK_TOKEN:}\n");
    }

    @Test
    void adds_a_pool_in_the_cluster_when_there_is_none() {
        String given = Chart.with(Chart.TRIAL)
                .and("farm: {farm: {instance: bpf-ci}}")
                .rendered()
                .one("ConfigMap")
                .at("/data/farm.yaml")
                .asText();
        assertThat(yaml(given)).isEqualTo(yaml("""
                farm: {instance: bpf-ci}
                pools: {x86_64: {arch: x86_64, executor: kubernetes, cpu: 2}}
                """));
    }

    @Test
    void starts_new_pods_when_the_farms_yaml_changes_and_only_then() {
        String before = checksum(Chart.with(Chart.S3));
        assertThat(checksum(Chart.with(Chart.S3).and("farm: {farm: {instance: other}}")))
                .isNotEqualTo(before);
        assertThat(checksum(Chart.with(Chart.S3).and("farm: {pools: {x86_64: {slots: 5}}}")))
                .isNotEqualTo(before);
        assertThat(checksum(Chart.with(Chart.S3).and("service: {port: 80}"))).isEqualTo(before);
    }

    private static String checksum(Chart chart) {
        return chart.rendered()
                .one("Deployment")
                .at("/spec/template/metadata/annotations/checksum~1config")
                .asText();
    }

    @Test
    void names_follow_the_release() {
        assertThat(Chart.with(Chart.TRIAL)
                        .and("nameOverride: hive")
                        .rendered()
                        .one("Deployment")
                        .at("/metadata/name"))
                .isEqualTo(yaml("beeyard-hive"));
        assertThat(Chart.with(Chart.TRIAL)
                        .and("fullnameOverride: hive")
                        .rendered()
                        .environment())
                .containsEntry("CLUSTER_FARM_URL", "http://hive.farm-space.svc:8080");
    }

    @Test
    void makes_a_service_monitor_only_where_the_cluster_knows_them() {
        String unforced = "metrics: {serviceMonitor: {force: false}}";
        assertThat(Chart.with(Chart.S3).and(unforced).rendered().kinds()).doesNotContain("ServiceMonitor");
        assertThat(Chart.with(Chart.S3).and(unforced).notes()).contains("this cluster knows no ServiceMonitor");
    }

    @Test
    void says_that_nobody_outside_reaches_a_service_that_is_open_to_them() {
        Chart outside = Chart.with(Chart.DATABASE).and("service: {type: LoadBalancer}");
        String shut = "WARNING: the Service is a LoadBalancer and networkPolicy.farm.from is empty: those outside the"
                + " cluster do not reach the farm.";
        assertThat(outside.notes()).contains(shut);
        assertThat(outside.and("networkPolicy: {farm: {from: [{ipBlock: {cidr: 192.0.2.0/24}}]}}")
                        .notes())
                .doesNotContain(shut);
    }

    @Test
    void says_what_to_do_next() {
        assertThat(Chart.with(Chart.TRIAL).notes()).isEqualTo("""
                Beeyard 0.1.0 is being started as a trial: 1 replica in farm-space, jobs in farm-space-jobs.

                The farm has no ingress. From your machine, at http://localhost:8080/:
                  kubectl -n farm-space port-forward service/beeyard 8080:8080

                Next:
                  kubectl -n farm-space rollout status deployment/beeyard
                  helm -n farm-space test beeyard --timeout 1800s   # a probe through each pool
                  Name a tree under farm.trees and its jobs under farm.matrix: so far the farm has nothing to test patches on.
                  Name your pools under farm.pools: so far there is one, x86_64, with one slot and two processors.
                  Name a Secret with an admin token in signIn.existingSecret: without one nobody but OIDC's people can send series or operate the farm, and helm test begins no probe.
                  Set farm.farm.url to the address that people use: checks and mails link there.

                WARNING: a trial is one pod with its database on one volume. It stands still while it is updated or moved, and nobody makes backups.
                Network policies hold only where the cluster's network plug-in enforces them; docs/kubernetes.md says which do.
                """);
    }
}
