package org.beeyard.client.kpd;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.check.FarmConfig;
import org.beeyard.check.MailConfig;
import org.beeyard.job.MatrixConfig;
import org.beeyard.job.PoolConfig;
import org.beeyard.patchwork.PatchworkConfig;
import org.beeyard.tree.CiConfig;
import org.beeyard.tree.DefaultTrees;
import org.beeyard.tree.TreesConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

class KpdImportTest {

    /** As somebody who starts from what KPD ships has it. */
    private static final String EXAMPLE = """
            {
              "version": 3,
              "patchwork": {
                "server": "patchwork.kernel.org",
                "project": "bpf",
                "search_patterns": [{"archived": false, "delegate": 77147}],
                "lookback": 7
              },
              "tag_to_branch_mapping": {"bpf": ["bpf"], "bpf-next": ["bpf-next"], "__DEFAULT__": ["bpf-next", "bpf"]},
              "branches": {
                "bpf-next": {
                  "repo": "https://github.com/example/bpf",
                  "upstream": "https://git.example.org/bpf/bpf-next.git",
                  "upstream_branch": "master",
                  "ci_repo": "https://github.com/example/vmtest.git",
                  "ci_branch": "main",
                  "github_oauth_token": "secret-1"
                },
                "bpf": {
                  "repo": "https://github.com/example/bpf",
                  "upstream": "https://git.example.org/bpf/bpf.git",
                  "ci_repo": "https://github.com/example/vmtest.git",
                  "ci_branch": "main",
                  "github_oauth_token": "secret-2"
                }
              },
              "base_directory": "/tmp/repos"
            }
            """;

    private static final String FULL = """
            {
              "version": "3",
              "patchwork": {
                "server": "patchwork.example.org",
                "project": "unit",
                "api_username": "robot",
                "api_token": "secret-1",
                "search_patterns": [
                  {"project": "linux-bpf", "delegate": "somebody", "state": 1},
                  {"project": "linux-bpf", "delegate": 12, "archived": true},
                  {"project": "linux-net", "q": "xdp"},
                  {}
                ],
                "lookback": 0
              },
              "email": {
                "host": "mail.example.org",
                "port": 25,
                "user": "robot",
                "from": "ci+robot@example.org",
                "pass": "secret-2",
                "to": ["list@example.org"],
                "cc": [],
                "http_proxy": "http://robot:secret-3@proxy.example.org:8080",
                "submitter_allowlist": [".*@example\\\\.org", "(?P<who>me)@example\\\\.com"],
                "email_ignore_workflows": ["lint"],
                "pr_comments_forwarding": {"enabled": true}
              },
              "tag_to_branch_mapping": {"NET": ["net/next", "linux-6.12"], "6.12": ["linux-6.12"], "net/next": ["linux-6.12"], "rfc": []},
              "branches": {
                "net/next": {
                  "upstream": "https://robot:secret-4@git.example.org/net.git",
                  "upstream_branch": "main",
                  "ci_repo": "ssh://git@git.example.org/one/vmtest.git",
                  "ci_branch": "master",
                  "github_app_auth": {"app_id": 1, "installation_id": 2, "private_key": "secret-5"}
                },
                "linux-6.12": {
                  "upstream": "git@git.example.org:stable",
                  "upstream_branch": "6.12",
                  "ci_repo": "https://secret-6@git.example.org/two/vmtest/",
                  "ci_branch": "master"
                }
              },
              "label_colors": {"any": "red"}
            }
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void prints_a_farm_for_what_kpd_ships() throws IOException {
        assertThat(run(EXAMPLE)).isZero();
        assertThat(printed()).isEqualTo("""
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
                  bpf:
                    git: https://git.example.org/bpf/bpf.git
                    branch: master
                    tags: [bpf]
                    matrix: default
                    ci: vmtest
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
                """);
        assertThat(said()).isEqualTo("""
                farm.url: say how people reach the farm; it is needed before checks are published.
                matrix.default: is a starting point; KPD leaves what is built and run to workflows on GitHub.
                patchwork.project: bpf is written as netdevbpf, its link name at patchwork.kernel.org.
                sources.patchwork.contexts: kpd keeps the checks' names, <branch>-PR and <branch>_<job>; the jobs are those of this farm's matrix.
                base_directory: has no counterpart; the environment variable BEEYARD_HOME names the data folder.
                branches.*.repo: has no counterpart; nothing is mirrored to pull requests on GitHub.
                branches.*.github_oauth_token: has no counterpart and is not copied; nothing is mirrored to pull requests on GitHub.
                """);
    }

    @Test
    void prints_yaml_that_others_read_as_it_is_meant() throws IOException {
        run(EXAMPLE);
        Map<String, Object> yaml = new Yaml().load(printed());
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
                                                "ci", "vmtest"),
                                        "bpf",
                                        Map.of(
                                                "git", "https://git.example.org/bpf/bpf.git",
                                                "branch", "master",
                                                "tags", List.of("bpf"),
                                                "matrix", "default",
                                                "ci", "vmtest")),
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
        assertThat(run(FULL)).isZero();
        assertThat(printed()).isEqualTo("""
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
        run(FULL);
        assertThat(said()).isEqualTo("""
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
                branches.*.github_app_auth: has no counterpart and is not copied; nothing is mirrored to pull requests on GitHub.
                patchwork.api_username: has no counterpart; the token alone says who publishes.
                patchwork.search_patterns.*.state: has no counterpart; patches are tested in every open state.
                patchwork.search_patterns.*.q: has no counterpart; without it more patches are tested.
                email.http_proxy: has no counterpart; the mail server is reached directly.
                email.email_ignore_workflows: has no counterpart; a mail tells of all jobs of a run.
                email.pr_comments_forwarding: has no counterpart; there are no pull requests to comment on.
                """);
    }

    @Test
    void never_prints_a_secret() throws IOException {
        run(EXAMPLE);
        run(FULL);
        assertThat(printed() + said()).doesNotContain("secret");
    }

    @Test
    void prints_what_the_farm_reads_as_it_was_written() throws IOException {
        String odd = FULL.replace("somebody", "a ${HOME} $$ \\\\$ \\\"b\\\" # ü\\ud83d\\ude00\\u007f")
                .replace("(?P<who>me)@example\\\\.com", "x\\\\$$");
        assertThat(run(odd)).isZero();
        SmallRyeConfig farm = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withSources(new YamlConfigSource("farm.yaml", printed()))
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
        run(FULL.replace("\"submitter_allowlist\"", "\"ignore_allowlist\": true, \"submitter_allowlist\""));
        run(FULL.replace("\"submitter_allowlist\"", "\"ignore_allowlist\": false, \"before\""));
        assertThat(printed().lines().filter(line -> line.startsWith("  submitters")))
                .containsExactly("  submitters: [everyone]", "  submitters: [none]");
    }

    @Test
    void keeps_to_delegates_where_only_some_searches_name_one() throws IOException {
        run(EXAMPLE.replace("[{\"archived\"", "[{}, {\"archived\""));
        assertThat(printed()).contains("      delegate: [\"77147\"]\n");
        assertThat(said())
                .contains(
                        "patchwork.search_patterns: not each names a delegate; of netdevbpf only what is delegated to 77147 is tested.\n");
    }

    @Test
    void tells_all_that_is_missing_or_wrong_at_once() throws IOException {
        assertThat(run("""
                        {
                          "version": 3,
                          "patchwork": {"server": "https://patchwork.example.org", "project": 5, "lookback": "long"},
                          "email": {"host": "", "user": "me", "ignore_allowlist": "yes", "to": [{}]},
                          "tag_to_branch_mapping": {"bpf": ["bpf", "bpf-old"]},
                          "branches": {"bpf": {"upstream": "https://git.example.org/bpf.git"}, "net": null}
                        }
                        """)).isEqualTo(2);
        assertThat(printed()).isEmpty();
        assertThat(said()).isEqualTo("""
                beeyard: FILE is no configuration of KPD that can be imported:
                  branches.net: is missing.
                  branches.bpf.ci_repo: is missing.
                  branches.bpf.ci_branch: is missing.
                  tag_to_branch_mapping.bpf: there is no bpf-old under branches.
                  patchwork.server: must be a host, such as patchwork.kernel.org.
                  patchwork.search_patterns: is missing.
                  patchwork.project: must be text.
                  patchwork.lookback: must be a whole number.
                  email.host: must be text.
                  email.from: is missing.
                  email.to: must be a list of words.
                  email.ignore_allowlist: must be true or false.
                """);
    }

    @Test
    void does_not_ask_for_the_keys_of_what_is_not_there() throws IOException {
        assertThat(run("{\"version\": 3, \"email\": [], \"branches\": {}}")).isEqualTo(2);
        assertThat(said()).isEqualTo("""
                beeyard: FILE is no configuration of KPD that can be imported:
                  branches: must name one branch at least.
                  tag_to_branch_mapping: is missing.
                  patchwork: is missing.
                  email: must be an object.
                """);
    }

    @Test
    void takes_no_other_version() throws IOException {
        assertThat(run("{\"version\": 2}")).isEqualTo(2);
        assertThat(run("[]")).isEqualTo(2);
        assertThat(said()).isEqualTo("""
                beeyard: FILE is no configuration of KPD that can be imported:
                  version: is 2; only version 3 is understood.
                beeyard: FILE is no configuration of KPD that can be imported:
                  version: is missing; only version 3 is understood.
                """);
    }

    @Test
    void says_where_a_file_is_no_json_and_does_not_quote_it() throws IOException {
        assertThat(run("{\n  \"version\": secret }")).isEqualTo(2);
        assertThat(run("{} {}")).isEqualTo(2);
        assertThat(run("")).isEqualTo(2);
        assertThat(printed()).isEmpty();
        assertThat(said()).isEqualTo("""
                beeyard: FILE is no JSON at line 2, column 14.
                beeyard: FILE is no JSON at line 1, column 4.
                beeyard: FILE is no JSON: it is empty.
                """);
    }

    @Test
    void says_that_a_file_cannot_be_read() {
        assertThat(kpdImport().run(folder.resolve("nothing").toString())).isEqualTo(2);
        assertThat(kpdImport().run(folder.toString())).isEqualTo(2);
        assertThat(said().replace(folder.toString(), "FOLDER")).isEqualTo("""
                beeyard: there is no file FOLDER/nothing.
                beeyard: FOLDER cannot be read: Is a directory.
                """);
    }

    private int run(String json) throws IOException {
        return kpdImport()
                .run(Files.writeString(folder.resolve("kpd.json"), json).toString());
    }

    private KpdImport kpdImport() {
        return new KpdImport(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8)
                .replace(folder.resolve("kpd.json").toString(), "FILE");
    }
}
