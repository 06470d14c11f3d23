package org.beeyard.client.kpd;

/** Configurations of the Kernel Patches Daemon. */
final class KpdExamples {

    private KpdExamples() {}

    /** As somebody who starts from what KPD ships has it. */
    static final String EXAMPLE = """
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

    /** With all that KPD knows. */
    static final String FULL = """
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
}
