package org.beeyard.testout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.junit.jupiter.api.Test;

class TestProgsReaderTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<TestReport> reports = new ArrayList<>();

    @Test
    void reports_each_unit_with_its_time_as_it_ends() {
        TestProgsReader reader = reader(List.of("atomics", "autoattach"));
        reader.line("#1/1     atomics/add:OK", START.plusMillis(40));
        reader.line("#1/2     atomics/sub:SKIP", START.plusMillis(100));
        reader.line("#1       atomics:OK (SKIP: 1/2)", START.plusMillis(110));
        reader.line("#2       autoattach:OK", START.plusMillis(400));
        assertThat(reports)
                .extracting(TestReport::fullName, TestReport::outcome, TestReport::millis)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("atomics/add", Outcome.PASS, 40),
                        org.assertj.core.groups.Tuple.tuple("atomics/sub", Outcome.SKIP, 60),
                        org.assertj.core.groups.Tuple.tuple("atomics", Outcome.PASS, 110),
                        org.assertj.core.groups.Tuple.tuple("autoattach", Outcome.PASS, 290));
    }

    @Test
    void splits_a_subtest_at_the_first_slash_whatever_its_name_holds() {
        reader(List.of()).line("#5/1     btf_dump/btf_dump: syntax / a:b:OK", START);
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.test()).isEqualTo("btf_dump");
            assertThat(report.subtest()).isEqualTo("btf_dump: syntax / a:b");
        });
    }

    @Test
    void gives_a_failing_unit_the_words_before_its_line() {
        TestProgsReader reader = reader(List.of());
        reader.line("#1       atomics:OK", START);
        reader.line("libbpf: prog 'x': BPF program load failed: Permission denied", START);
        reader.line("test_xdp:FAIL:26", START);
        reader.line("#31      xdp:FAIL", START);
        assertThat(reports.getLast().excerpt())
                .isEqualTo("libbpf: prog 'x': BPF program load failed: Permission denied\ntest_xdp:FAIL:26\n");
    }

    @Test
    void does_not_count_the_logs_that_are_repeated_at_the_end() {
        TestProgsReader reader = reader(List.of());
        reader.line("#31      xdp:FAIL", START);
        reader.line("", START);
        reader.line("All error logs:", START);
        reader.line("#31      xdp:FAIL", START);
        reader.line("Summary: 2/7 PASSED, 0 SKIPPED, 1 FAILED", START);
        assertThat(reports).extracting(TestReport::test).containsExactly("xdp");
        assertThat(reader.words()).isEqualTo("2/7 passed, 0 skipped, 1 failed");
        assertThat(reader.finished()).isTrue();
    }

    @Test
    void goes_on_reading_when_a_test_itself_prints_the_closing_words() {
        TestProgsReader reader = reader(List.of());
        reader.line("All error logs:", START);
        reader.line("#31      xdp:FAIL", START);
        reader.line("#32      other:OK", START);
        assertThat(reports).extracting(TestReport::test).containsExactly("xdp", "other");
    }

    @Test
    void survives_names_that_are_none() {
        TestProgsReader reader = reader(List.of("atomics"));
        reader.line("#1/1     atomics/:OK", START);
        reader.line("#1/1     atomics/\u2003:OK", START);
        assertThat(reports).isEmpty();
    }

    @Test
    void does_not_believe_a_line_whose_number_and_name_are_not_in_the_list() {
        TestProgsReader reader = reader(List.of("atomics", "autoattach"));
        reader.line("#2       atomics:OK", START);
        reader.line("#7       forged:OK", START);
        reader.line("#1/1     autoattach/sub:OK", START);
        assertThat(reports).isEmpty();
    }

    @Test
    void counts_what_the_closing_words_have_beyond_what_was_read() {
        TestProgsReader whole = reader(List.of("a", "b"));
        whole.line("#1       a:OK", START);
        whole.line("#2       b:FAIL", START);
        whole.line("Summary: 1/0 PASSED, 0 SKIPPED, 1 FAILED", START);
        assertThat(whole.unread()).isZero();
        TestProgsReader mislaid = reader(List.of("b", "a"));
        mislaid.line("#1       a:OK", START);
        mislaid.line("Summary: 1/0 PASSED, 0 SKIPPED, 0 FAILED", START);
        assertThat(mislaid.unread()).isEqualTo(1);
    }

    @Test
    void holds_the_worse_of_two_lines_about_one_unit() {
        TestProgsReader reader = reader(List.of("atomics"));
        reader.line("#1       atomics:OK", START); // printed by the test itself
        reader.line("#1       atomics:FAIL", START);
        reader.line("#1       atomics:OK", START);
        assertThat(reports).extracting(TestReport::outcome).containsExactly(Outcome.PASS, Outcome.FAIL);
    }

    @Test
    void tells_no_times_when_tests_run_side_by_side() {
        TestProgsReader reader = new TestProgsReader(List::of, true, START, reports::add);
        reader.line("#1       atomics:OK", START.plusSeconds(3));
        assertThat(reports.getFirst().millis()).isEqualTo(-1);
    }

    @Test
    void names_what_never_reported_and_the_words_of_the_one_that_was_running() {
        TestProgsReader reader = reader(List.of("atomics", "autoattach", "autoload"));
        reader.line("#1       atomics:OK", START);
        reader.line("about to die", START);
        assertThat(reader.missing(List.of("atomics", "autoattach", "autoload")))
                .containsExactly("autoattach", "autoload");
        assertThat(reader.unfinishedLog()).isEqualTo("about to die\n");
        assertThat(reader.finished()).isFalse();
    }

    @Test
    void keeps_the_beginning_and_the_end_of_a_log_of_any_length() {
        TestProgsReader reader = reader(List.of());
        for (int i = 0; i < 100_000; i++) {
            reader.line("noise " + i + " " + "x".repeat(i % 7 == 0 ? 20_000 : 40), START);
        }
        reader.line("#31      xdp:FAIL", START);
        String excerpt = reports.getFirst().excerpt();
        assertThat(excerpt)
                .hasSizeLessThanOrEqualTo(TestReport.EXCERPT_LIMIT)
                .startsWith("noise 0 ")
                .contains("lines left out]", "noise 99999 ");
    }

    private TestProgsReader reader(List<String> listed) {
        return new TestProgsReader(() -> listed, false, START, reports::add);
    }
}
