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

/** What {@link FarmCheck} finds in trees, their matrices and their suites. */
class TreesCheckTest {

    @TempDir
    Path folder;

    @Test
    void tells_a_schedule_that_is_none_beside_all_else() throws IOException {
        assertThat(problems("""
                trees:
                  a: {source: /, schedule: "30 3 * * *", runs: on-base}
                  b: {source: /, schedule: "0 0 31 2 *", ci: none}
                """))
                .containsExactly(
                        "trees.b.schedule: '0 0 31 2 *' is a time that never comes.",
                        "trees.b.ci: there is no none under ci (nothing is).");
    }

    @Test
    void refuses_addresses_that_only_ssh_leads_to() throws IOException {
        assertThat(problems("""
                trees:
                  a: {git: "git@example.org:linux.git"}
                  b: {git: "ssh://git@example.org/linux.git"}
                  c: {git: "https://me@example.org:8443/linux.git"}
                  d: {git: "git://example.org/linux.git"}
                  e: {git: "file:///srv/linux.git"}
                  f: {git: /srv/a:b/linux.git}
                ci:
                  g: {git: "example.org:vmtest.git"}
                """))
                .containsExactly(
                        "trees.a.git: git@example.org:linux.git is reached by ssh, which the farm does not speak."
                                + " Name it by https:// or git://, or by repository a clone on this machine.",
                        "trees.b.git: ssh://git@example.org/linux.git is reached by ssh, which the farm does not speak."
                                + " Name it by https:// or git://, or by repository a clone on this machine.",
                        "ci.g.git: example.org:vmtest.git is reached by ssh, which the farm does not speak."
                                + " Name it by https:// or git://, or by repository a clone on this machine.");
        assertThat(problems("""
                trees:
                  a: {source: /, mirror: {repository: example/linux, git: "git@example.org:linux.git"}}
                github:
                  repositories: [{name: example/linux, tree: a, git: "ssh://example.org/linux.git"}]
                """))
                .containsExactly(
                        "trees.a.mirror.git: git@example.org:linux.git is reached by ssh, which the farm does not speak."
                                + " Name it by https://; the token is the key.",
                        "github.repositories[0].git: ssh://example.org/linux.git is reached by ssh, which the farm does not speak."
                                + " Name it by https://; the token is the key.");
    }

    @Test
    void tells_all_names_that_lead_nowhere_at_once() throws IOException {
        assertThat(problems("""
                        trees:
                          a: {git: https://example.org/x, source: /tmp, matrix: nope, ci: none}
                          b: {source: /not/there}
                        default-trees: [c]
                        matrix:
                          default:
                            - {arch: s390x, suites: [test_progs]}
                        pools:
                          one: {arch: x86_64}
                        """))
                .containsExactly(
                        "trees.a: must name exactly one of git, repository and source.",
                        "trees.a.matrix: there is no nope under matrix, only default.",
                        "trees.a.ci: there is no none under ci (nothing is).",
                        "trees.b: there is nothing at /not/there.",
                        "default-trees: there is no c under trees, only a, b.",
                        "matrix.default: No pool builds s390x; add it to the builds: of a pool in the farm's configuration, or a pool of that arch.");
    }

    @Test
    void takes_another_architecture_where_a_pool_says_that_it_builds_and_emulates_it() throws IOException {
        assertThat(problems("""
                        matrix:
                          arm: [{arch: aarch64, suites: [test_progs]}]
                          z: [{arch: s390x, suites: [test_progs]}]
                        pools:
                          one: {builds: [aarch64, s390x], emulates: [aarch64]}
                        """))
                .containsExactly(
                        "matrix.z: No pool boots s390x; add it to the emulates: of a pool in the farm's configuration, or a pool of that arch.");
    }

    @Test
    void takes_a_clang_by_its_version_and_a_build_with_the_sanitizer() throws IOException {
        assertThat(problems("""
                        matrix:
                          default:
                            - {arch: x86_64, compiler: clang-18, suites: [test_progs]}
                            - {arch: x86_64, asan: true, suites: [test_progs, test_progs-bpf_gcc]}
                        """)).isEmpty();
        assertThat(problems("""
                        matrix:
                          default: [{arch: x86_64, compiler: clang, asan: true, suites: [test_progs]}]
                        """))
                .containsExactly(
                        "matrix.default: The matrix wants asan with clang; selftests are built with the address sanitizer of gcc only.");
    }

    @Test
    void tells_what_is_wrong_with_suites_of_ones_own() throws IOException {
        assertThat(problems("""
                trees:
                  a: {source: /tmp, matrix: own}
                suites:
                  test_maps: {script: suites/x.sh}
                  Bad: {script: suites/x.sh}
                  good: {script: suites/x.sh, where: source, report: json, time: 10m, blocking: false}
                matrix:
                  own:
                    - {arch: x86_64, suites: [good]}
                  other:
                    - {arch: x86_64, suites: [nope]}
                  advice:
                    - {arch: x86_64, suites: [test_progs], advisory: [test_maps]}
                """))
                .containsExactly(
                        "suites.Bad: is no name for a suite: small letters, digits, _ and -, beginning with a letter, and neither build nor probe.",
                        "suites.test_maps: is a suite that the farm has by itself; choose another name.",
                        "trees.a.ci: must name a CI configuration, of which its matrix's suite good is a script.",
                        "matrix.advice: The matrix calls the suite test_maps advisory and does not run it.",
                        "matrix.other: There is no suite nope; take it out of the matrix, or say under suites: what it is.");
        assertThat(problems("""
                suites:
                  evil: {script: ../../etc/passwd}
                """))
                .containsExactly("suites.evil.script: must be the path of a file below ci/vmtest/configs.");
    }

    @Test
    void takes_no_two_jobs_that_would_be_shown_as_one() throws IOException {
        assertThat(problems("""
                suites:
                  foo: {script: suites/x.sh}
                  foo-clang: {script: suites/x.sh}
                matrix:
                  own:
                    - {arch: x86_64, compiler: clang, suites: [foo]}
                    - {arch: x86_64, suites: [foo-clang]}
                """))
                .containsExactly(
                        "matrix.own: The jobs foo x86_64 clang and foo-clang x86_64 gcc of the matrix have the same check, x86_64-foo-clang; call one of the suites otherwise.");
    }

    @Test
    void tells_what_parts_of_a_kernel_need() throws IOException {
        String farm = """
                trees:
                  bpf-next: {source: /tmp, matrix: quick, ci: vmtest, against: libbpf}
                  bpftool: {kind: bpftool, source: /tmp, matrix: quick, against: libbpf}
                  libbpf: {kind: libbpf, source: /tmp, matrix: other, against: bpf-next, ci: vmtest}
                  lost: {kind: libbpf, source: /tmp, matrix: quick, against: nowhere}
                  stray: {kind: libbpf, source: /tmp, matrix: quick}
                ci: {vmtest: {source: /tmp}}
                suites:
                  look: {script: look.sh, where: source}
                  poke: {script: poke.sh}
                matrix:
                  quick: [{arch: x86_64, kernel-config: small, suites: [test_progs]}]
                  other: [{arch: x86_64, suites: [test_progs, look, poke]}]
                """;
        assertThat(problems(farm))
                .containsExactly(
                        "trees.bpf-next.against: is for a part of a kernel; say by kind which one the tree holds.",
                        "trees.bpftool.against: libbpf holds a part of a kernel itself.",
                        "trees.libbpf.ci: must not be there; that of the tree named by against is used.",
                        "trees.libbpf.matrix: the matrix of bpf-next builds no kernel for its row x86_64 gcc full.",
                        "trees.libbpf.matrix: the suite look looks at a kernel's sources; take it out.",
                        "trees.lost.against: there is no nowhere under trees.",
                        "trees.stray.against: must name the tree whose kernel it is built and tested with.");
    }

    @Test
    void tells_what_a_mirror_cannot_be() throws IOException {
        assertThat(problems("""
                github: {token: words}
                trees:
                  net/next: {source: /tmp, mirror: {repository: linux}}
                  bpf: {source: /tmp, mirror: {repository: example/linux, keep: 2d}}
                """))
                .containsExactly(
                        "trees.bpf.mirror: pull requests link to farm.url, which is not there.",
                        "trees.net/next.mirror.repository: must be like owner/name.",
                        "trees.net/next.mirror: no branch can be called by the name of the tree; give it letters, digits, _, - and . only.",
                        "trees.net/next.mirror: pull requests link to farm.url, which is not there.");
        assertThat(problems("""
                trees:
                  bpf: {source: /tmp, mirror: {repository: example/linux}}
                """)).isEmpty();
    }

    @Test
    void has_a_matrix_for_trees_that_name_none() throws IOException {
        assertThat(problems("""
                trees:
                  a: {source: /tmp}
                """)).isEmpty();
        assertThat(problems("""
                trees:
                  a: {source: /tmp}
                pools:
                  one: {arch: x86_64}
                """)).isEmpty();
    }

    private List<String> problems(String text) throws IOException {
        return FarmCheck.problems(Optional.of(Files.writeString(folder.resolve("farm.yaml"), text)), Map.of());
    }
}
