package org.beeyard.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that cannot work, and what helm says about them. */
class ChartRefusalsTest {

    @ParameterizedTest
    @MethodSource
    void refuses(String why, Chart chart) {
        assertThat(problems(chart)).containsExactly(why);
        assertThat(chart.refusal()).doesNotContain("hunter2");
    }

    static Stream<Arguments> refuses() {
        Chart database = Chart.with(Chart.DATABASE);
        Chart trial = Chart.with(Chart.TRIAL);
        Chart s3 = Chart.with(Chart.S3);
        return Stream.of(
                arguments(
                        "database.url is empty: name a PostgreSQL, as in jdbc:postgresql://HOST:5432/NAME, or set"
                                + " trial.enabled.",
                        Chart.with("{}")),
                arguments(
                        "database.existingSecret is empty: name the Secret with the database's user and password.",
                        database.and("database: {existingSecret: ''}")),
                arguments(
                        "database.url has a user or password in it, for all to see: put them into the Secret that"
                                + " database.existingSecret names.",
                        database.and("database: {url: 'jdbc:postgresql://db/x?ssl=true&password=hunter2'}")),
                arguments(
                        "database.url has a user or password in it, for all to see: put them into the Secret that"
                                + " database.existingSecret names.",
                        database.and("database: {url: 'jdbc:postgresql://me:hunter2@db/x'}")),
                arguments(
                        "trial.enabled brings a PostgreSQL of its own: leave database.url empty, or switch the trial"
                                + " off.",
                        database.and("trial: {enabled: true}")),
                arguments(
                        "trial.enabled is for one replica: its database runs in the farm's own pod. Leave replicaCount"
                                + " empty.",
                        trial.and("replicaCount: 2")),
                arguments(
                        "trial.enabled keeps blobs beside its database: leave blobs.store at file.",
                        trial.and("blobs: {store: s3, s3: {endpoint: 'https://s3.example.org', bucket: b,"
                                + " existingSecret: s}}")),
                arguments(
                        "blobs.store is file and blobs.file.accessModes has no ReadWriteMany: several replicas cannot"
                                + " share such a volume. Take a storage class that can, s3, or one replica.",
                        database.and("blobs: {file: {accessModes: [ReadWriteOnce]}}")),
                arguments(
                        "data.volume is claim, which is for one replica: a git store has one writer. With more, take"
                                + " emptyDir or ephemeral.",
                        database.and("data: {volume: claim}")),
                arguments("blobs.store is s3 and blobs.s3.endpoint is empty.", s3.and("blobs: {s3: {endpoint: ''}}")),
                arguments("blobs.store is s3 and blobs.s3.bucket is empty.", s3.and("blobs: {s3: {bucket: ''}}")),
                arguments(
                        "blobs.store is s3 and blobs.s3.existingSecret is empty.",
                        s3.and("blobs: {s3: {existingSecret: ''}}")),
                arguments(
                        "blobs.s3.links sends jobs to the endpoint, and networkPolicy.jobs.cidrs does not let them go"
                                + " there. Name its addresses, or switch links off.",
                        s3.and("networkPolicy: {jobs: {cidrs: []}}")),
                arguments(
                        "jobs.farmUrl sends jobs elsewhere than to the farm's Service, and networkPolicy.jobs.cidrs does"
                                + " not let them go there. Name its addresses and networkPolicy.jobs.ports, or leave"
                                + " jobs.farmUrl empty.",
                        database.and("jobs: {farmUrl: 'https://ci.example.org'}")),
                arguments(
                        "farm.farm.instance is _x: pods are labelled by it, so it may have letters, digits, - and _ only, 40 at"
                                + " most, and begins and ends with a letter or a digit.",
                        database.and("farm: {farm: {instance: _x}}")),
                arguments(
                        "jobs.namespace is the release's own, farm-space: the farm may read all Secrets there, and jobs"
                                + " run what strangers wrote. Give jobs one of their own.",
                        database.and("jobs: {namespace: farm-space}")),
                arguments(
                        "farm.pools.a.executor must be kubernetes: the farm's pod has nothing to build and boot with.",
                        database.and("farm: {pools: {a: {arch: x86_64}}}")),
                arguments(
                        "farm.pools.a.pod.cache.host-path: pods with a hostPath are refused in a namespace that is"
                                + " restricted. Take a claim, or set jobs.podSecurity to privileged.",
                        database.and("farm: {pools: {a: {executor: kubernetes, pod: {cache: {host-path: /c}}}}}")),
                arguments(
                        "farm.pools.a has nothing below it: say at least executor: kubernetes, or take it out.",
                        database.and("farm: {pools: {a: }}")),
                arguments(
                        "ingress.enabled and ingress.hosts is empty: name the host by which people reach the farm.",
                        s3.and("ingress: {hosts: []}")),
                arguments(
                        "ingress.enabled and networkPolicy.farm.from is empty: the ingress controller could not reach"
                                + " the farm. Name its namespace there.",
                        database.and("ingress: {enabled: true}")),
                arguments(
                        "metrics.serviceMonitor.enabled and networkPolicy.farm.from is empty: Prometheus could not"
                                + " reach the farm. Name its namespace there.",
                        database.and("metrics: {serviceMonitor: {enabled: true}}")),
                arguments(
                        "farm.mail.password is written out, for all to see in a ConfigMap: write ${NAME:} there, and"
                                + " give NAME by an existingSecret or extraEnvFrom.",
                        database.and("farm: {mail: {password: hunter2}}")),
                arguments(
                        "farm.sources.patchwork[1].token is written out, for all to see in a ConfigMap: write ${NAME:}"
                                + " there, and give NAME by an existingSecret or extraEnvFrom.",
                        database.and(
                                "farm: {sources: {patchwork: [{token: '${A}'}, {token: '${A:hunter2}'}, {token-file:"
                                        + " /x}]}}")));
    }

    @Test
    void says_all_at_once() {
        Chart chart = Chart.with("""
                trial: {enabled: true}
                replicaCount: 2
                jobs: {namespace: farm-space}
                farm: {mail: {password: hunter2}}
                """);
        assertThat(problems(chart)).hasSize(3);
    }

    @Test
    void lets_through_what_looks_like_it() {
        Chart.with(Chart.DATABASE).and("farm: {farm: {instance: BPF_CI}}").rendered();
        Chart.with(Chart.DATABASE)
                .and("farm: {pools: {a: {executor: kubernetes, pod: {cache: {host-path: /c}}}}}")
                .and("jobs: {podSecurity: privileged}")
                .rendered();
        Chart.with(Chart.DATABASE)
                .and("{ingress: {enabled: true}, networkPolicy: {enabled: false}}")
                .rendered();
        Chart.with(Chart.DATABASE)
                .and("jobs: {farmUrl: 'http://beeyard.farm-space.svc.cluster.local:8080'}")
                .rendered();
        Chart.with(Chart.DATABASE)
                .and("{jobs: {farmUrl: 'https://ci.example.org'}, networkPolicy: {jobs: {cidrs: [192.0.2.10/32]}}}")
                .rendered();
        Chart.with(Chart.DATABASE)
                .and("farm: {pools: {a: {executor: kubernetes, pod: }, b: {executor: kubernetes, pod: {cache: }}}}")
                .rendered();
        Chart.with(Chart.DATABASE)
                .and("farm: {mail: {password: ''}, sources: {patchwork: [{token: '${PATCHWORK_TOKEN:}'}]}}")
                .rendered();
    }

    @ParameterizedTest
    @MethodSource
    void the_schema_refuses(String why, String values) {
        assertThat(Chart.with(Chart.DATABASE).and(values).refusal()).contains(why);
    }

    static Stream<Arguments> the_schema_refuses() {
        return Stream.of(
                arguments("at '': additional properties 'replicas' not allowed", "replicas: 2"),
                arguments("at '/blobs/s3': additional properties 'buckett' not allowed", "blobs: {s3: {buckett: x}}"),
                arguments("at '/blobs/store': value must be one of 'file', 's3'", "blobs: {store: gcs}"),
                arguments("at '/replicaCount': got string, want null or integer", "replicaCount: two"),
                arguments("at '/replicaCount': minimum: got 0, want 1", "replicaCount: 0"),
                arguments(
                        "at '/database/url': 'postgres://db/x' does not match pattern",
                        "database: {url: 'postgres://db/x'}"),
                arguments(
                        "at '/networkPolicy/jobs/cidrs/0': '10.0.0.1' does not match pattern",
                        "networkPolicy: {jobs: {cidrs: [10.0.0.1]}}"),
                arguments("at '/networkPolicy/dns/to': minItems: got 0, want 1", "networkPolicy: {dns: {to: []}}"),
                arguments("at '/networkPolicy/dns': missing property 'to'", "networkPolicy: {dns: {to: }}"),
                arguments(
                        "at '/networkPolicy/dns/ports': minItems: got 0, want 1", "networkPolicy: {dns: {ports: []}}"),
                arguments(
                        "at '/networkPolicy/jobs/ports': minItems: got 0, want 1",
                        "networkPolicy: {jobs: {ports: []}}"),
                arguments(
                        "at '/terminationGracePeriodSeconds': minimum: got 5, want 30",
                        "terminationGracePeriodSeconds: 5"),
                arguments(
                        "at '/jobs/image': additional properties 'registry' not allowed",
                        "jobs: {image: {registry: x}}"));
    }

    private static List<String> problems(Chart chart) {
        return chart.refusal()
                .lines()
                .filter(line -> line.startsWith("  - "))
                .map(line -> line.substring(4))
                .toList();
    }
}
