package org.beeyard.testout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.junit.jupiter.api.Test;

class UnbuiltTest {

    @Test
    void tests_of_a_file_that_does_not_build_do_not_fit_when_they_were_to_be_run() {
        List<TestReport> tests =
                Unbuilt.tests("arena_list.c arena_list\nxdp.c xdp\nxdp.c xdp_more\n", test -> !test.equals("xdp"));
        assertThat(tests)
                .containsExactly(
                        new TestReport(
                                "arena_list",
                                null,
                                Outcome.UNFIT,
                                -1,
                                "does not fit: prog_tests/arena_list.c does not build"),
                        new TestReport(
                                "xdp_more", null, Outcome.UNFIT, -1, "does not fit: prog_tests/xdp.c does not build"));
    }

    @Test
    void tests_whose_programs_gcc_does_not_build_are_missing_where_it_builds_them() {
        assertThat(Unbuilt.file("test_progs-bpf_gcc_parallel")).contains("unbuilt-bpf_gcc");
        assertThat(Unbuilt.file("test_progs_no_alu32")).contains("unbuilt");
        assertThat(Unbuilt.file("test_verifier")).isEmpty();
    }

    @Test
    void a_suite_cannot_be_run_when_the_runner_that_it_is_run_by_was_not_built() {
        String targets = "test_maps\ntest_progs-no_alu32\nveristat\n";
        assertThat(List.of("test_maps", "test_progs_no_alu32", "test_progs_no_alu32_parallel", "veristat_scx"))
                .allMatch(suite -> Unbuilt.runner(targets, suite));
        assertThat(List.of("test_progs", "test_progs_parallel", "test_verifier"))
                .noneMatch(suite -> Unbuilt.runner(targets, suite));
    }

    @Test
    void what_a_stranger_wrote_there_is_no_test() {
        assertThat(Unbuilt.tests("../x.c a\nx.c a b\nx.c\n" + "x".repeat(600) + ".c a\nx.c <b>\n", test -> true))
                .isEmpty();
    }
}
