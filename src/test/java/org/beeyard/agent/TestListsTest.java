package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.beeyard.protocol.AttemptSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules by which upstream's CI merges its lists, case by case. */
class TestListsTest {

    private static final TestLists.Place PLACE = new TestLists.Place("test_progs_cpuv4", "s390x", "rc", false);

    static Stream<Arguments> files() {
        return Stream.of(
                arguments("the tree's for all", "tree", "LIST", PLACE, true),
                arguments("the tree's for the architecture", "tree", "LIST.s390x", PLACE, true),
                arguments("the tree's for another architecture", "tree", "LIST.aarch64", PLACE, false),
                arguments("the tree's knows no suites", "tree", "LIST.test_progs_cpuv4", PLACE, false),
                arguments("the tree's knows no deployments", "tree", "LIST.rc", PLACE, false),
                arguments("the CI's for all", "ci", "LIST", PLACE, true),
                arguments("the CI's for the architecture", "ci", "LIST.s390x", PLACE, true),
                arguments("the CI's for the deployment", "ci", "LIST.rc", PLACE, true),
                arguments("the CI's for the other deployment", "ci", "LIST.prod", PLACE, false),
                arguments("the CI's for the suite", "ci", "LIST.test_progs_cpuv4", PLACE, true),
                arguments("the CI's for another suite", "ci", "LIST.test_progs", PLACE, false),
                arguments("a compiler is no reason", "ci", "LIST.gcc", PLACE, false),
                arguments(
                        "the suite's parallel form has its own",
                        "ci",
                        "LIST.test_progs_parallel",
                        new TestLists.Place("test_progs_parallel", "x86_64", "rc", false),
                        true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void reads(String name, String folder, String file, TestLists.Place place, boolean counts) {
        for (String kind : List.of("ALLOW", "DENY")) {
            Map<String, String> there = Map.of(kind + file, "xdp\n");
            TestLists lists = TestLists.merged(
                    folder.equals("tree") ? files(there, Map.of()) : files(Map.of(), there),
                    place,
                    List.of(),
                    List.of());
            assertThat(kind.equals("ALLOW") ? lists.allow() : lists.deny())
                    .isEqualTo(counts ? List.of("xdp") : List.of());
        }
    }

    @Test
    void reads_the_sanitizers_denylists_for_its_build_alone_and_no_such_allowlist() {
        TestLists.Files files =
                files(Map.of("DENYLIST.asan", "a\n", "ALLOWLIST.asan", "no\n"), Map.of("DENYLIST.asan", "b\n"));
        assertThat(TestLists.merged(files, PLACE, List.of(), List.of())).isEqualTo(TestLists.NONE);
        TestLists.Place asan = new TestLists.Place("test_progs", "x86_64", "rc", true);
        assertThat(TestLists.merged(files, asan, List.of(), List.of()))
                .isEqualTo(
                        new TestLists(List.of(), List.of("a", "b"), List.of("tree DENYLIST.asan", "CI DENYLIST.asan")));
    }

    @Test
    void says_of_which_lists_it_is_made() {
        TestLists lists = TestLists.merged(
                files(
                        Map.of("DENYLIST", "timer # slow\n", "DENYLIST.s390x", "xdp\ntimer"),
                        Map.of("ALLOWLIST", "", "DENYLIST.rc", "cgrp\n")),
                PLACE,
                List.of(),
                List.of("hangs/*"));
        assertThat(lists)
                .isEqualTo(new TestLists(
                        List.of(),
                        List.of("cgrp", "hangs/*", "timer", "xdp"),
                        List.of(
                                "CI ALLOWLIST",
                                "tree DENYLIST",
                                "tree DENYLIST.s390x",
                                "CI DENYLIST.rc",
                                "matrix and rules")));
    }

    @Test
    void runs_what_is_asked_for_by_name_and_still_denies() {
        TestLists lists = TestLists.merged(
                files(Map.of("ALLOWLIST", "other\n", "DENYLIST", "xdp/slow\n"), Map.of()),
                PLACE,
                List.of("xdp"),
                List.of());
        assertThat(lists.allow()).containsExactly("xdp");
        assertThat(lists.deny()).containsExactly("xdp/slow");
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                arguments("a comment", List.of("# all of it", "a # why", "  b  "), List.of("a", "b")),
                arguments("an entry twice", List.of("a", "a"), List.of("a")),
                arguments("spaces and commas in names", List.of("t/a b, c # x"), List.of("t/a b, c")),
                arguments("a subtest of a listed test", List.of("a/x", "a", "a/y"), List.of("a")),
                arguments("another test's beginning", List.of("a", "ab/x", "a_b/x"), List.of("a", "a_b/x", "ab/x")),
                arguments("a name that sorts between", List.of("a", "a-x", "a b", "a/x"), List.of("a", "a b", "a-x")),
                arguments("a subtest with a slash", List.of("a/b", "a/b/c"), List.of("a/b", "a/b/c")),
                arguments("an asterisk", List.of("a*", "ab/x"), List.of("a*", "ab/x")),
                arguments("nothing", List.of("", "   ", "#"), List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void normalises(String name, List<String> lines, List<String> entries) {
        assertThat(TestLists.normal(lines)).isEqualTo(entries);
    }

    @Test
    void of_a_share_runs_its_tests_and_no_more_than_the_lists_allow() {
        AttemptSpec.Share own = new AttemptSpec.Share(List.of("bpf_iter", "xdp", "xdp_bonding"), List.of());
        TestLists all = new TestLists(List.of(), List.of("xdp/slow"), List.of());
        assertThat(all.of(own).allow()).containsExactly("bpf_iter", "xdp", "xdp_bonding");
        assertThat(all.of(own).deny()).containsExactly("xdp/slow");
        TestLists some = new TestLists(List.of("bpf_iter/a", "bpf_iter/b*", "xdp_*", "other"), List.of(), List.of());
        assertThat(some.of(own).allow()).containsExactly("bpf_iter/a", "bpf_iter/b*", "xdp_bonding");
    }

    @Test
    void runs_nothing_of_a_share_of_which_nothing_is_allowed_any_more() {
        AttemptSpec.Share own = new AttemptSpec.Share(List.of("xdp"), List.of());
        assertThat(new TestLists(List.of("other"), List.of(), List.of()).of(own).leaveNothing())
                .isTrue();
        assertThat(new TestLists(List.of("xdp"), List.of("xdp/slow"), List.of())
                        .of(own)
                        .leaveNothing())
                .isFalse();
    }

    @Test
    void wants_what_is_allowed_and_not_denied_as_a_whole() {
        TestLists all = new TestLists(List.of(), List.of("xdp*", "tc/sub"), List.of());
        assertThat(List.of("arena", "xdp_more", "tc")).filteredOn(all::want).containsExactly("arena", "tc");
        TestLists some = new TestLists(List.of("arena/sub", "t*"), List.of("tc"), List.of());
        assertThat(List.of("arena", "xdp", "tc", "timer"))
                .filteredOn(some::want)
                .containsExactly("arena", "timer");
    }

    @Test
    void leaves_out_of_the_first_share_what_others_run() {
        AttemptSpec.Share first = new AttemptSpec.Share(List.of(), List.of("bpf_iter", "xdp"));
        TestLists lists = new TestLists(List.of("xdp_*"), List.of("xdp/slow", "zzz"), List.of());
        assertThat(lists.of(first).allow()).containsExactly("xdp_*");
        assertThat(lists.of(first).deny()).containsExactly("bpf_iter", "xdp", "zzz");
    }

    @Test
    void reads_no_file_that_a_list_only_points_to(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("secret"), "secret\n");
        Files.createSymbolicLink(folder.resolve("DENYLIST"), folder.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("ci"), folder);
        Files.createDirectory(folder.resolve("ALLOWLIST"));
        assertThat(new ListFolder(folder).read("DENYLIST")).isEmpty();
        assertThat(new ListFolder(folder).read("ALLOWLIST")).isEmpty();
        assertThat(new ListFolder(folder.resolve("ci")).read("secret")).isEmpty();
        assertThat(new ListFolder(folder).read("secret")).hasValue("secret\n");
    }

    private static TestLists.Files files(Map<String, String> tree, Map<String, String> ci) {
        return new TestLists.Files(
                name -> Optional.ofNullable(tree.get(name)), name -> Optional.ofNullable(ci.get(name)));
    }
}
