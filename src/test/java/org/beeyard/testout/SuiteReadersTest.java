package org.beeyard.testout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.beeyard.protocol.Effort;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.junit.jupiter.api.Test;

/** The suites beside test_progs. */
class SuiteReadersTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<TestReport> reports = new ArrayList<>();

    @Test
    void reads_test_verifier_with_its_reasons_after_the_failing_line() {
        SuiteReader reader = read("test_verifier", """
                #0/u invalid and of negative number OK
                #0/p invalid and of negative number OK
                #1/p FAIL is part of a name OK (NOTE: not executed due to unknown alignment)
                #2/u calls: stack depth SKIP
                #3/p jump over ptr FAIL
                Unexpected success to load!
                processed 7 insns (limit 1000000)
                #4/p run it FAIL retval 2 != 0 (run 1/1)
                verification time 12 usec
                Summary: 3 PASSED, 1 SKIPPED, 2 FAILED
                """);
        assertThat(reports)
                .extracting(TestReport::fullName, TestReport::outcome)
                .containsExactly(
                        tuple("invalid and of negative number @unpriv", Outcome.PASS),
                        tuple("invalid and of negative number", Outcome.PASS),
                        tuple("FAIL is part of a name", Outcome.PASS),
                        tuple("calls: stack depth @unpriv", Outcome.SKIP),
                        tuple("jump over ptr", Outcome.FAIL),
                        tuple("run it", Outcome.FAIL));
        assertThat(reports.get(4).excerpt())
                .isEqualTo("#3/p jump over ptr FAIL\nUnexpected success to load!\nprocessed 7 insns (limit 1000000)\n");
        assertThat(reader.finished()).isTrue();
        assertThat(reader.words()).isEqualTo("3 passed, 1 skipped, 2 failed");
    }

    @Test
    void does_not_lose_a_failure_after_which_test_verifier_died() {
        SuiteReader reader = read("test_verifier", "#3/p jump over ptr FAIL\nUnexpected success to load!\n");
        assertThat(reports).extracting(TestReport::outcome).containsExactly(Outcome.FAIL);
        assertThat(reader.finished()).isFalse();
        assertThat(reader.words()).isEqualTo("1 tests, 1 failed, and no summary");
    }

    @Test
    void reads_what_test_maps_names() {
        SuiteReader reader = read("test_maps", """
                Fork 100 tasks to 'test_update_delete'
                Fork 100 tasks to 'test_hashmap'
                test_lpm_trie_map_batch_ops:PASS
                test_sockmap SKIP (unsupported map type BPF_MAP_TYPE_SOCKMAP)
                test_maps: OK, 1 SKIPPED
                """);
        assertThat(reports)
                .extracting(TestReport::test, TestReport::outcome)
                .containsExactly(
                        tuple("test_update_delete", Outcome.PASS),
                        tuple("test_hashmap", Outcome.PASS),
                        tuple("test_lpm_trie_map_batch_ops", Outcome.PASS),
                        tuple("test_sockmap", Outcome.SKIP));
        assertThat(reader.finished()).isTrue();
        assertThat(reader.words()).isEqualTo("4 named tests, 0 failed");
    }

    @Test
    void blames_in_test_maps_the_test_whose_check_or_assertion_failed_and_not_the_fork_s_parent() {
        read("test_maps", """
                Fork 100 tasks to 'test_hashmap'
                test_maps: test_maps.c:62: test_hashmap: Assertion `fd > 0' failed.
                test_maps: test_maps.c:1400: __run_parallel: Assertion `status == 0' failed.
                """);
        assertThat(reports)
                .extracting(TestReport::test, TestReport::outcome)
                .containsExactly(tuple("test_hashmap", Outcome.FAIL));
        reports.clear();
        read("test_maps", "test_sk_storage_map_stress(57):FAIL:socket() errno:22\n");
        assertThat(reports.getFirst().excerpt()).isEqualTo("test_sk_storage_map_stress(57):FAIL:socket() errno:22\n");
    }

    @Test
    void blames_in_test_maps_the_last_fork_when_the_kernel_died_in_it() {
        SuiteReader reader = read("test_maps", "Fork 100 tasks to 'test_hashmap'\n");
        assertThat(reports)
                .extracting(TestReport::test, TestReport::outcome)
                .containsExactly(tuple("test_hashmap", Outcome.ERROR));
        assertThat(reader.words()).isEqualTo("1 named tests, 1 failed, and test_maps did not get to its end");
    }

    @Test
    void reads_the_runner_of_sched_ext() {
        SuiteReader reader = read("sched_ext", """
                ===== START =====
                TEST: create_dsq
                DESCRIPTION: Create and destroy a dsq in a loop
                OUTPUT:
                ok 1 create_dsq #\s
                =====  END  =====
                ===== START =====
                TEST: hotplug
                OUTPUT:
                ok 1 forged #
                ok 7 hotplug #
                ERR: hotplug.c:57
                not ok 2 hotplug #\s
                =====  END  =====
                ===== START =====
                TEST: numa
                OUTPUT:
                ok 3 numa # SKIP\s
                =====  END  =====

                RESULTS:

                PASSED:  1
                SKIPPED: 1
                FAILED:  1
                """);
        assertThat(reports)
                .extracting(TestReport::test, TestReport::outcome)
                .containsExactly(
                        tuple("create_dsq", Outcome.PASS), tuple("hotplug", Outcome.FAIL), tuple("numa", Outcome.SKIP));
        assertThat(reports.get(1).excerpt()).contains("ERR: hotplug.c:57");
        assertThat(reader.words()).isEqualTo("1 passed, 1 skipped, 1 failed");
    }

    @Test
    void reads_what_became_of_the_scripts_of_bpftool() {
        SuiteReader reader = read("bpftool", """
                TAP version 13
                1..3
                test_feature_dev (test_bpftool.TestBpftool.test_feature_dev) ... ok
                ok 1 test_bpftool.sh
                + bpftool prog load metadata_unused.bpf.o
                Error: failed to open object file
                exit status 1
                not ok 2 test_bpftool_metadata.sh
                selftests: bpftool_map [SKIP] Need root privileges
                ok 3 test_bpftool_map.sh # SKIP
                """);
        assertThat(reports)
                .extracting(TestReport::fullName, TestReport::outcome)
                .containsExactly(
                        tuple("test_bpftool.sh", Outcome.PASS),
                        tuple("test_bpftool_metadata.sh", Outcome.FAIL),
                        tuple("test_bpftool_map.sh", Outcome.SKIP));
        assertThat(reports.get(1).excerpt()).contains("Error: failed to open object file");
        assertThat(reader.finished()).isTrue();
        assertThat(reader.missing(List.of("test_bpftool.sh", "test_bpftool_other.sh")))
                .containsExactly("test_bpftool_other.sh");
    }

    @Test
    void blames_in_sched_ext_the_test_that_never_ended() {
        SuiteReader reader = read("sched_ext", "TEST: exit\nOUTPUT:\nabout to die\n");
        assertThat(reports)
                .extracting(TestReport::test, TestReport::outcome)
                .containsExactly(tuple("exit", Outcome.ERROR));
        assertThat(reader.finished()).isFalse();
        assertThat(reader.cutOff()).contains("exit");
    }

    @Test
    void reads_veristats_rows_by_the_names_of_their_columns() {
        SuiteReader reader = read("veristat", """
                a.bpf.o,early,success,3
                file_name,prog_name,verdict,total_states
                a.bpf.o,first,success,12
                libbpf: prog 'x', something, failed, 1
                a.bpf.o,second,failure,0
                file_name,prog_name,total_insns,verdict
                b.bpf.o,third,900,success
                b.bpf.o,,900,success
                veristat: done 2 objects
                """);
        assertThat(reports)
                .extracting(TestReport::test, TestReport::outcome, TestReport::effort)
                .containsExactly(
                        tuple("a.bpf.o:first", Outcome.PASS, new Effort(12, null)),
                        tuple("a.bpf.o:second", Outcome.FAIL, null),
                        tuple("b.bpf.o:third", Outcome.PASS, new Effort(null, 900)));
        assertThat(reader.words()).isEqualTo("3 programs, 1 of them refused by the verifier");
    }

    @Test
    void believes_no_counts_of_veristat_that_are_none() {
        read("veristat", """
                file_name,prog_name,verdict,total_states,total_insns
                a.bpf.o,x,success,99999999999999999999,-1
                a.bpf.o,y,success,N/A,7
                a.bpf.o,z,success,5,999999999
                """);
        assertThat(reports)
                .extracting(TestReport::effort)
                .containsExactly(null, new Effort(null, 7), new Effort(5, 999_999_999));
    }

    @Test
    void stays_bounded_whatever_a_suite_prints() {
        for (String suite : List.of("test_verifier", "test_maps", "sched_ext", "veristat", "unknown")) {
            reports.clear();
            SuiteReader reader = SuiteReader.of(suite, START, List::of, reports::add);
            String header = suite.equals("veristat") ? "file_name,prog_name,verdict" : "nothing";
            reader.line(header, START);
            for (int i = 0; i < 60_000; i++) {
                reader.line("#" + i + "/p name " + i + " OK", START);
                reader.line("t" + i + ":PASS", START);
                reader.line("TEST: t" + i, START);
                reader.line("ok " + (i + 1) + " t" + i + " #", START);
                reader.line("f" + i + ",p,success", START);
            }
            reader.line("#1/p " + "( ".repeat(50_000) + " FAIL", START);
            reader.line("#" + "9".repeat(50_000) + "/p x OK", START);
            reader.end(START);
            assertThat(reports).as(suite).hasSizeBetween(1, 50_000);
            assertThat(reader.unfinishedLog().length()).as(suite).isLessThan(TestReport.EXCERPT_LIMIT);
        }
    }

    private SuiteReader read(String suite, String output) {
        SuiteReader reader = SuiteReader.of(suite, START, List::of, reports::add);
        output.lines().forEach(line -> reader.line(line, START));
        reader.end(START);
        return reader;
    }
}
