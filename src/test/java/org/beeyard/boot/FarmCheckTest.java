package org.beeyard.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator may get wrong in the farm's YAML file, and where there is none. */
class FarmCheckTest {

    @TempDir
    Path folder;

    @Test
    void has_nothing_against_the_example() throws IOException {
        String example = Files.readString(Path.of("docs/farm-example.yaml")).replace("/home/me", folder.toString());
        Files.createDirectories(folder.resolve("linux"));
        Files.createFile(folder.resolve("linux-source-6.12.tar.xz"));
        assertThat(problems(example)).isEmpty();
    }

    @Test
    void wants_of_the_environment_what_it_wants_of_a_file() {
        assertThat(problems(Map.of())).isEmpty();
        assertThat(problems(Map.of("SIGN_IN_ADMIN_TOKEN", "abc", "LIMITS_LOG", "1KiB", "PAUSES_FIRST", "0s")))
                .containsExactly(
                        "pauses.first: must be longer than nothing.",
                        "limits.log: must be at least 1 MiB.",
                        "sign-in.admin-token: must be 32 characters or more, without spaces, or others guess it. Make one by: openssl rand -hex 32");
        assertThat(problems(Map.of("POOLS_LOCAL_SLOTS", "-1")))
                .containsExactly("pools.local.slots: must be greater than or equal to 0.");
    }

    @Test
    void gives_the_environment_the_last_word() throws IOException {
        Path file = Files.writeString(folder.resolve("farm.yaml"), "limits: {log: 1000}");
        assertThat(FarmCheck.problems(Optional.of(file), Map.of("LIMITS_LOG", "1MiB")))
                .isEmpty();
    }

    @Test
    void tells_what_the_annotations_of_the_interfaces_forbid_with_all_else() throws IOException {
        assertThat(problems("""
                trees:
                  a: {source: /not/there}
                limits: {patches: 1000000}
                farm: {instance: "a b"}
                pools:
                  one: {kvm: maybe, builds: [sparc]}
                """))
                .containsExactlyInAnyOrder(
                        "pools.one.kvm: must match \"required|preferred|never\".",
                        "pools.one.builds: must match \"x86_64|aarch64|s390x\".",
                        "limits.patches: must be less than or equal to 1000.",
                        "farm.instance: may have letters, digits, - and _ only, 40 at most.",
                        "trees.a: there is nothing at /not/there.");
    }

    @Test
    void asks_what_is_meant_by_a_word_that_nobody_reads() throws IOException {
        assertThat(problems("""
                tress:
                  a: {source: /}
                retension: {grace: 3d}
                signIn: {reading: closed}
                kernels: {keep: all}
                beeyard: {lcoal: {uid: 7}, blobs: {folder: /b}}
                "%prod": {limit: {patches: 5}, limits: {patches: 5}}
                """))
                .containsExactly(
                        "beeyard.lcoal: there is no such key. Is beeyard.local meant?",
                        "kernels: there is no such key, only beeyard.blobs, beeyard.git, beeyard.local, beeyard.resync,"
                                + " beeyard.retention, bisect, ci, cluster, default-trees, farm, github, limits, mail, matrix, mp,"
                                + " pauses, pausing, pools, quarkus, retention, sign-in, smallrye, sources, suites, trees.",
                        "limit: there is no such key. Is limits meant?",
                        "retension: there is no such key. Is retention meant?",
                        "signIn: there is no such key. Is sign-in meant?",
                        "tress: there is no such key. Is trees meant?");
    }

    @Test
    void looks_at_what_counts_in_the_profile_that_the_farm_runs_in() throws IOException {
        String farm = """
                "%prod": {limits: {patches: 1001}}
                "%dev": {limits: {patches: 1002}}
                """;
        assertThat(problems(farm)).containsExactly("limits.patches: must be less than or equal to 1000.");
    }

    @Test
    void leaves_words_alone_that_others_read() throws IOException {
        assertThat(problems("""
                quarkus: {log: {level: DEBUG}, http.port: 8081}
                "%dev": {quarkus: {log: {level: DEBUG}}}
                x-place: &place {source: /}
                mirror: https://git.example.org
                trees:
                  a: *place
                  b: {git: "${mirror}/linux.git"}
                beeyard:
                """)).isEmpty();
    }

    @Test
    void tells_what_cannot_be_used_of_the_machines_own_keys() throws IOException {
        assertThat(problems("beeyard: {local: {uid: abc, gest: /g}, git: {repositry: /r}}"))
                .containsExactlyInAnyOrder(
                        "The config property beeyard.local.uid with the config value \"abc\" cannot be used: Expected an integer value, got \"abc\"",
                        "beeyard.local.gest does not map to any root",
                        "beeyard.git.repositry does not map to any root");
    }

    @Test
    void wants_pauses_that_end() throws IOException {
        assertThat(problems("pauses: {first: 0s}")).containsExactly("pauses.first: must be longer than nothing.");
        assertThat(problems("pauses: {first: 10s, longest: 5s}"))
                .containsExactly("pauses.longest: must be between pauses.first and an hour.");
    }

    @Test
    void wants_logs_that_have_room_for_something() throws IOException {
        assertThat(problems("limits: {log: 1000}")).containsExactly("limits.log: must be at least 1 MiB.");
        assertThat(problems("limits: {log: 1MiB}")).isEmpty();
    }

    @Test
    void says_what_pods_need_to_be_told() throws IOException {
        assertThat(problems("""
                pools:
                  kube: {executor: kubernetes}
                """))
                .containsExactly(
                        "cluster.farm-url: must say where the pods of pools.kube find the farm.",
                        "pools.kube.pod.image: there is no image, and no cluster.image either.");
        assertThat(problems("""
                pools:
                  kube: {executor: kubernetes, pod: {image: beeyard/job, tolerations: [{key: bpf, operator: Exists}], affinity: "nodeAffinity: {}"}}
                cluster: {farm-url: "http://farm"}
                """)).isEmpty();
    }

    @Test
    void wants_a_name_that_pods_can_be_labelled_by() throws IOException {
        String cluster = """
                pools:
                  kube: {executor: kubernetes}
                cluster: {farm-url: "http://farm", image: beeyard/job}
                """;
        for (String name : List.of("_", "-x", "x_")) {
            String farm = "farm: {instance: '" + name + "'}\n";
            assertThat(problems(farm + cluster))
                    .containsExactly(
                            "farm.instance: pods are labelled by it, so with a pool in a cluster it must begin and end with a letter or a digit.");
            assertThat(problems(farm)).isEmpty();
        }
        assertThat(problems("farm: {instance: BPF_CI-2}\n" + cluster)).isEmpty();
    }

    @Test
    void keeps_nothing_shorter_than_it_is_needed() throws IOException {
        assertThat(problems("""
                retention: {results: 30d, logs: 1h, artifacts: 30d, grace: 1d, every: 1s}
                pools:
                  local: {build-time: 30h}
                """))
                .containsExactly(
                        "retention.logs: must be at least 1d.",
                        "retention.results: must be at least 7d more than retention.artifacts: a base without results is one that nothing is compared with.",
                        "retention.grace: must be longer than an attempt may take, which names at its end what it stored; by its pool's times that is 30h5m.",
                        "retention.every: must be at least 1m.");
        assertThat(problems("""
                retention: {grace: 30h}
                pools:
                  local: {emulates: [s390x, aarch64, x86_64], emulated-test-time: 30h}
                """))
                .containsExactly(
                        "retention.grace: must be longer than an attempt may take, which names at its end what it stored; by its pool's times that is 30h5m.");
        assertThat(problems("""
                retention: {grace: 30h}
                pools:
                  local: {emulated-test-time: 30h}
                """)).isEmpty();
        assertThat(problems("""
                beeyard: {blobs: {store: s3, s3: {endpoint: "https://s3.example.org", bucket: beeyard, access-key: a, secret-key: b, link-time: 3d}}}
                """)).containsExactly("retention.grace: must be longer than beeyard.blobs.s3.link-time.");
    }

    @Test
    void refuses_what_no_cluster_would_take() throws IOException {
        assertThat(problems("""
                pools:
                  a: {executor: kubernetes, pod: {affinity: "nodeAfinity: {}"}}
                  b: {executor: kubernetes, pod: {affinity: "{", cache: {claim: c, host-path: /d}}}
                cluster: {farm-url: "http://farm", image: beeyard/job}
                """))
                .containsExactly(
                        "pools.a.pod.affinity: is not what a pod's specification has under affinity, as a text of YAML.",
                        "pools.b.pod.cache: name a claim or a host-path, not both.",
                        "pools.b.pod.affinity: is not what a pod's specification has under affinity, as a text of YAML.");
    }

    @Test
    void tells_all_keys_and_values_that_cannot_be_used_at_once() throws IOException {
        assertThat(problems("""
                        trees:
                          b: {source: /tmp, brnch: x}
                        pools:
                          one: {slots: many, memory: lots}
                        """))
                .containsExactlyInAnyOrder(
                        "The config property pools.one.memory with the config value \"lots\" cannot be used: it is written wrong",
                        "The config property pools.one.slots with the config value \"many\" cannot be used: Expected an integer value, got \"many\"",
                        "trees.b.brnch does not map to any root");
    }

    @Test
    void tells_what_those_outside_would_not_take() throws IOException {
        assertThat(problems("""
                        farm: {url: "http://buildhost/ci"}
                        sources:
                          patchwork:
                            - {url: "https://pw.example", project: bpf, poll: 1s, token-file: /not/there, recheck: [a@b.c]}
                            - {url: "https://pw.example", project: bpf, proxy: "proxy"}
                        mail: {host: smtp.example, submitters: ["["]}
                        """))
                .containsExactly(
                        "farm.url: the host buildhost has no domain; Patchwork takes no links to such hosts.",
                        "sources.patchwork[0].token-file: /not/there cannot be read.",
                        "sources.patchwork[0].recheck: comments are told from API 1.3 on; set api: \"1.3\".",
                        "sources.patchwork[0].poll: at least 5s; the server is somebody else's.",
                        "sources.patchwork[1].proxy: must be like http://proxy.example.org:3128.",
                        "sources.patchwork[1]: bpf@pw.example is there twice; name all its delegates in one entry.",
                        "mail.from: is needed with mail.host; it is who the mails come from.",
                        "mail.submitters: '[' is no regular expression: Unclosed character class.");
    }

    @Test
    void wants_an_address_to_link_to_where_checks_are_published() throws IOException {
        assertThat(problems("""
                        sources:
                          patchwork:
                            - {url: "https://pw.example", project: bpf, token: secret}
                        """))
                .containsExactly(
                        "sources.patchwork[0]: with a token checks are published, and they link to farm.url, which is not there.");
    }

    @Test
    void wants_all_that_a_store_on_s3_needs() throws IOException {
        assertThat(problems("""
                        beeyard:
                          blobs:
                            store: s3
                            s3: {endpoint: "s3.example.org", bucket: My_Bucket, link-time: 8d, access-key: farm}
                        """))
                .containsExactly(
                        "beeyard.blobs.s3.secret-key: is needed when the store is s3; set BEEYARD_BLOBS_S3_SECRET_KEY.",
                        "beeyard.blobs.s3.endpoint: must be like https://s3.example.org, without more.",
                        "beeyard.blobs.s3.bucket: My_Bucket cannot be a bucket's name.",
                        "beeyard.blobs.s3.link-time: must be from 1m to 7d.");
    }

    @Test
    void tells_what_is_wrong_with_github() throws IOException {
        Path key = Files.writeString(folder.resolve("key.pem"), "no key");
        assertThat(problems("""
                        trees:
                          mine: {source: /tmp}
                        matrix: {default: [{arch: x86_64, suites: [test_progs]}]}
                        pools: {one: {arch: x86_64}}
                        github:
                          url: "github.example.org"
                          app: {id: 1, key-file: %s}
                          token: secret
                          webhook-secret: guess
                          poll: 1s
                          repositories:
                            - {name: linux, tree: mine}
                            - {name: a/linux, tree: other}
                            - {name: A/linux, tree: mine}
                            - {name: b/linux, tree: mine, branches: ["ci-test/*", "a b"]}
                            - {name: c/linux, tree: mine, branches: ["devel/**"], base: "-x"}
                        """.formatted(key)))
                .containsExactly(
                        "github.url: must be like https://github.example.org.",
                        "github.app.key-file: there is no private key (PEM) in " + key + ".",
                        "github: name an app or a token, not both.",
                        "github: with an app or a token checks are published, and they link to farm.url, which is not there.",
                        "github.webhook-secret: must be 16 characters or more, or others guess it. Make one by: openssl rand -hex 32",
                        "github.poll: at least 30s; the server is somebody else's.",
                        "github.repositories[0].name: must be like owner/name.",
                        "github.repositories[1].tree: there is no other under trees.",
                        "github.repositories[2]: A/linux is there twice.",
                        "github.repositories[3].branches: must be names of branches, in which * stands for anything but a slash.",
                        "github.repositories[3].base: name the branch over whose commits the others are series, like bpf-next_base.",
                        "github.repositories[4].base: must be the name of a branch.");
    }

    @Test
    void wants_people_to_be_able_to_sign_in() throws IOException {
        assertThat(problems("""
                        sign-in:
                          session: 1m
                          oidc: {issuer: "id.example.org", client-id: beeyard, client-secret: secret}
                        """))
                .containsExactly(
                        "sign-in.session: must be from 5m to 31d.",
                        "sign-in.oidc.issuer: must be like https://id.example.org/realms/kernel.",
                        "sign-in.oidc.operators: nobody would be operator; name values of the claim groups, or set sign-in.admin-token.");
        assertThat(problems("sign-in: {admin-token: secret}"))
                .containsExactly(
                        "sign-in.admin-token: must be 32 characters or more, without spaces, or others guess it. Make one by: openssl rand -hex 32");
    }

    @Test
    void says_that_a_file_is_no_yaml() throws IOException {
        assertThat(problems("trees: [").getFirst()).startsWith("it is no YAML: ");
    }

    private List<String> problems(String text) throws IOException {
        return FarmCheck.problems(Optional.of(Files.writeString(folder.resolve("farm.yaml"), text)), Map.of());
    }

    private static List<String> problems(Map<String, String> environment) {
        return FarmCheck.problems(Optional.empty(), environment);
    }
}
