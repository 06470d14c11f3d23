package org.beeyard.client.kpd;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.check.MailConfig;
import org.beeyard.job.MatrixConfig;
import org.beeyard.job.PoolConfig;
import org.beeyard.patchwork.PatchworkConfig;
import org.beeyard.tree.CiConfig;
import org.beeyard.tree.DefaultTrees;
import org.beeyard.tree.TreesConfig;
import org.beeyard.wire.FarmConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class KpdImportTest {

    @TempDir
    Path folder;

    private Importing importing;

    @BeforeEach
    void begin() {
        importing = new Importing(folder);
    }

    @Test
    void prints_a_farm_for_what_kpd_ships() throws IOException {
        assertThat(importing.run(KpdExamples.EXAMPLE)).isZero();
        assertThat(importing.printed()).isEqualTo("""
                # Written by ./beeyard import-kpd.
                farm:
                  instance: beeyard
                  # url: https://ci.example.org   # needed before checks are published

                trees:
                  bpf-next:
                    git: https://git.example.org/bpf/bpf-next.git
                    branch: master
                    tags: [bpf-next]
                    matrix: default
                    ci: vmtest
                    mirror: {repository: "example/bpf"}
                  bpf:
                    git: https://git.example.org/bpf/bpf.git
                    branch: master
                    tags: [bpf]
                    matrix: default
                    ci: vmtest
                    mirror: {repository: "example/bpf"}
                default-trees: [bpf-next, bpf]

                ci:
                  vmtest:
                    git: https://github.com/example/vmtest.git
                    branch: main

                matrix:
                  default:
                    - arch: x86_64
                      compiler: gcc
                      suites: [test_progs, test_progs_no_alu32, test_verifier, test_maps]

                pools:
                  local: {slots: 1, kvm: preferred}

                sources:
                  patchwork:
                    - url: https://patchwork.kernel.org
                      project: netdevbpf
                      delegate: ["77147"]
                      lookback: 7d
                      contexts: kpd

                github:
                  url: https://github.com
                  token: ${GITHUB_TOKEN:}
                """);
        assertThat(importing.said()).isEqualTo("""
                farm.url: say how people reach the farm; it is needed before checks are published.
                matrix.default: is a starting point; KPD leaves what is built and run to workflows on GitHub.
                trees.*.mirror: goes on with KPD's branches and pull requests; stop KPD before the farm has a token. No workflows run there: KPD's CI files are not pushed, and the checks are the farm's.
                branches.*.github_oauth_token: is not copied; set the environment variable GITHUB_TOKEN to it.
                patchwork.project: bpf is written as netdevbpf, its link name at patchwork.kernel.org.
                sources.patchwork.contexts: kpd keeps the checks' names, <branch>-PR and <branch>_<job>; the jobs are those of this farm's matrix.
                base_directory: has no counterpart; the environment variable BEEYARD_HOME names the data folder.
                """);
    }

    @Test
    void prints_yaml_that_others_read_as_it_is_meant() throws IOException {
        importing.run(KpdExamples.EXAMPLE);
        Map<String, Object> yaml = new Yaml().load(importing.printed());
        assertThat(yaml)
                .isEqualTo(Map.of(
                        "farm", Map.of("instance", "beeyard"),
                        "trees",
                                Map.of(
                                        "bpf-next",
                                        Map.of(
                                                "git", "https://git.example.org/bpf/bpf-next.git",
                                                "branch", "master",
                                                "tags", List.of("bpf-next"),
                                                "matrix", "default",
                                                "ci", "vmtest",
                                                "mirror", Map.of("repository", "example/bpf")),
                                        "bpf",
                                        Map.of(
                                                "git", "https://git.example.org/bpf/bpf.git",
                                                "branch", "master",
                                                "tags", List.of("bpf"),
                                                "matrix", "default",
                                                "ci", "vmtest",
                                                "mirror", Map.of("repository", "example/bpf"))),
                        "default-trees", List.of("bpf-next", "bpf"),
                        "ci",
                                Map.of(
                                        "vmtest",
                                        Map.of("git", "https://github.com/example/vmtest.git", "branch", "main")),
                        "matrix",
                                Map.of(
                                        "default",
                                        List.of(Map.of(
                                                "arch", "x86_64",
                                                "compiler", "gcc",
                                                "suites",
                                                        List.of(
                                                                "test_progs",
                                                                "test_progs_no_alu32",
                                                                "test_verifier",
                                                                "test_maps")))),
                        "pools", Map.of("local", Map.of("slots", 1, "kvm", "preferred")),
                        "github", Map.of("url", "https://github.com", "token", "${GITHUB_TOKEN:}"),
                        "sources",
                                Map.of(
                                        "patchwork",
                                        List.of(Map.of(
                                                "url", "https://patchwork.kernel.org",
                                                "project", "netdevbpf",
                                                "delegate", List.of("77147"),
                                                "lookback", "7d",
                                                "contexts", "kpd")))));
    }

    @Test
    void takes_over_mail_and_several_projects() throws IOException {
        assertThat(importing.run(KpdExamples.FULL)).isZero();
        assertThat(importing.printed()).isEqualTo("""
                # Written by ./beeyard import-kpd.
                farm:
                  instance: beeyard
                  # url: https://ci.example.org   # needed before checks are published

                trees:
                  "net/next":
                    git: https://git.example.org/net.git
                    branch: main
                    tags: [net]
                    matrix: default
                    ci: vmtest
                  linux-6.12:
                    git: "git@git.example.org:stable"
                    branch: "6.12"
                    tags: ["6.12", "net/next"]
                    matrix: default
                    ci: vmtest-2

                ci:
                  vmtest:
                    git: "ssh://git@git.example.org/one/vmtest.git"
                    branch: master
                  vmtest-2:
                    git: https://git.example.org/two/vmtest/
                    branch: master

                matrix:
                  default:
                    - arch: x86_64
                      compiler: gcc
                      suites: [test_progs, test_progs_no_alu32, test_verifier, test_maps]

                pools:
                  local: {slots: 1, kvm: preferred}

                sources:
                  patchwork:
                    - url: https://patchwork.example.org
                      project: linux-bpf
                      delegate: [somebody, "12"]
                      token: ${PATCHWORK_TOKEN:}
                      contexts: kpd
                    - url: https://patchwork.example.org
                      project: linux-net
                      token: ${PATCHWORK_TOKEN:}
                      contexts: kpd
                    - url: https://patchwork.example.org
                      project: unit
                      token: ${PATCHWORK_TOKEN:}
                      contexts: kpd

                mail:
                  host: mail.example.org
                  port: 25
                  tls: true
                  user: robot
                  password: ${MAIL_PASSWORD:}
                  from: "ci+robot@example.org"
                  to: ["list@example.org"]
                  submitters: [".*@example\\\\.org", "(?P<who>me)@example\\\\.com"]
                """);
    }

    @Test
    void says_what_is_left_to_do() throws IOException {
        importing.run(KpdExamples.FULL);
        assertThat(importing.said()).isEqualTo("""
                farm.url: say how people reach the farm; it is needed before checks are published.
                matrix.default: is a starting point; KPD leaves what is built and run to workflows on GitHub.
                branches.net/next.upstream: the name and password in the address are not copied; see to it that the farm may fetch.
                branches.linux-6.12.ci_repo: the name and password in the address are not copied; see to it that the farm may fetch.
                tag_to_branch_mapping.NET: chooses net/next only; linux-6.12 is not tried.
                tag_to_branch_mapping.net/next: a tree's own name chooses it too; rename the tree net/next, so that the tag means linux-6.12.
                tag_to_branch_mapping.rfc: names no branch; here such series are tried as if they were without it.
                default-trees: is not written, as __DEFAULT__ names no branch; series without a known tag are tried on all trees, where KPD leaves them alone.
                patchwork.project: unit must be the project's link name, the word in Patchwork's addresses; KPD never sends it.
                patchwork.search_patterns: no delegate is named; all series of linux-net are tested.
                patchwork.search_patterns: no delegate is named; all series of unit are tested.
                patchwork.search_patterns.*.archived: has no counterpart; archived patches are never tested.
                patchwork.lookback: names no days; the first start takes series of 7 days, see sources.patchwork.lookback.
                patchwork.api_token: is not copied; set the environment variable PATCHWORK_TOKEN to it.
                sources.patchwork.contexts: kpd keeps the checks' names, <branch>-PR and <branch>_<job>; the jobs are those of this farm's matrix.
                email.pass: is not copied; set the environment variable MAIL_PASSWORD to it.
                email.port: KPD never used it and connected to 465; check mail.port.
                email.submitter_allowlist: (?P<who>me)@example\\.com is no regular expression of Java: Unknown inline modifier.
                label_colors: is not known and was left out.
                branches.*.github_app_auth: has no counterpart and is not copied; no repository is named.
                patchwork.api_username: has no counterpart; the token alone says who publishes.
                patchwork.search_patterns.*.state: has no counterpart; patches are tested in every open state.
                patchwork.search_patterns.*.q: has no counterpart; without it more patches are tested.
                email.http_proxy: has no counterpart; the mail server is reached directly.
                email.email_ignore_workflows: has no counterpart; a mail tells of all jobs of a run.
                email.pr_comments_forwarding: has no counterpart; comments on pull requests stay there.
                """);
    }

    @Test
    void mirrors_to_one_server_with_names_that_branches_can_have() throws IOException {
        importing.run(
                KpdExamples.FULL
                        .replace(
                                "\"upstream\": \"https://robot",
                                "\"repo\": \"https://github.com/example/net\", \"upstream\": \"https://robot")
                        .replace(
                                "\"upstream\": \"git@",
                                "\"repo\": \"git@ghe.example.org:kernel/stable.git\", \"github_app_auth\": {\"app_id\": 7, \"installation_id\": 8, \"private_key_path\": \"/k\"}, \"upstream\": \"git@"));
        assertThat(importing.printed()).contains("    mirror: {repository: \"kernel/stable\"}\n", """
                        github:
                          url: https://ghe.example.org
                          # app: {id: 7, key-file: /run/secrets/github-app.pem}
                        """);
        assertThat(importing.said())
                .contains(
                        "branches.net/next.repo: is not mirrored to; no branch can be called by the name of the tree net/next.\n",
                        "branches.*.github_app_auth: is not copied; the file of the App's key is to be named under github.app.\n");
    }

    @Test
    void never_prints_a_secret() throws IOException {
        importing.run(KpdExamples.EXAMPLE);
        importing.run(KpdExamples.FULL);
        assertThat(importing.printed() + importing.said()).doesNotContain("secret");
    }

    @Test
    void prints_what_the_farm_reads_as_it_was_written() throws IOException {
        String odd = KpdExamples.FULL
                .replace("somebody", "a ${HOME} $$ \\\\$ \\\"b\\\" # ü\\ud83d\\ude00\\u007f")
                .replace("(?P<who>me)@example\\\\.com", "x\\\\$$");
        assertThat(importing.run(odd)).isZero();
        SmallRyeConfig farm = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new YamlConfigSource("farm.yaml", importing.printed()))
                .withMapping(FarmConfig.class)
                .withMapping(TreesConfig.class)
                .withMapping(DefaultTrees.class)
                .withMapping(CiConfig.class)
                .withMapping(MatrixConfig.class)
                .withMapping(PoolConfig.class)
                .withMapping(PatchworkConfig.class)
                .withMapping(MailConfig.class)
                .build();
        assertThat(farm.getConfigMapping(TreesConfig.class)
                        .all()
                        .get("linux-6.12")
                        .tags())
                .hasValue(List.of("6.12", "net/next"));
        PatchworkConfig.Source source =
                farm.getConfigMapping(PatchworkConfig.class).patchwork().getFirst();
        assertThat(source.delegate()).hasValue(List.of("a ${HOME} $$ \\$ \"b\" # ü😀\u007f", "12"));
        assertThat(source.token()).isEmpty();
        assertThat(source.contexts()).isEqualTo(PatchworkConfig.Contexts.KPD);
        MailConfig mail = farm.getConfigMapping(MailConfig.class);
        assertThat(mail.submitters()).containsExactly(".*@example\\.org", "x\\$$");
        assertThat(mail.password()).isEqualTo(Optional.empty());
    }

    @Test
    void mails_everyone_or_no_submitter_where_kpd_did() throws IOException {
        importing.run(KpdExamples.FULL.replace(
                "\"submitter_allowlist\"", "\"ignore_allowlist\": true, \"submitter_allowlist\""));
        importing.run(KpdExamples.FULL.replace("\"submitter_allowlist\"", "\"ignore_allowlist\": false, \"before\""));
        assertThat(importing.printed().lines().filter(line -> line.startsWith("  submitters")))
                .containsExactly("  submitters: [everyone]", "  submitters: [none]");
    }

    @Test
    void keeps_to_delegates_where_only_some_searches_name_one() throws IOException {
        importing.run(KpdExamples.EXAMPLE.replace("[{\"archived\"", "[{}, {\"archived\""));
        assertThat(importing.printed()).contains("      delegate: [\"77147\"]\n");
        assertThat(importing.said())
                .contains(
                        "patchwork.search_patterns: not each names a delegate; of netdevbpf only what is delegated to 77147 is tested.\n");
    }
}
