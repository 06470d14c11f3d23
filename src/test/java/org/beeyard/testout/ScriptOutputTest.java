package org.beeyard.testout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.beeyard.testout.ScriptOutput.Ended;
import org.junit.jupiter.api.Test;

/** The three ways in which a custom suite's script may say what it found. */
class ScriptOutputTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<TestReport> reports = new ArrayList<>();

    @Test
    void by_its_exit_status() {
        assertThat(ended("exit", "", 0, null)).isEqualTo(new Ended(true, "It passed."));
        assertThat(ended("exit", "line 80 is too long\n", 1, null))
                .isEqualTo(new Ended(false, "It failed (exit status 1)."));
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.test()).isEqualTo("checkpatch");
            assertThat(report.outcome()).isEqualTo(Outcome.FAIL);
            assertThat(report.millis()).isEqualTo(7_000);
            assertThat(report.excerpt()).isEqualTo("line 80 is too long\n");
        });
    }

    @Test
    void by_ktap() {
        assertThat(ended("ktap", "1..1\nok 1 a\n", 0, null)).isEqualTo(new Ended(true, "1 tests, 0 failed."));
        assertThat(ended("ktap", "1..1\nnot ok 1 a\n", 0, null)).isEqualTo(new Ended(false, "1 tests, 1 failed."));
        assertThat(ended("ktap", "1..1\nok 1 a\n", 2, null))
                .isEqualTo(new Ended(false, "1 tests, 0 failed (exit status 2)."));
        assertThat(ended("ktap", "", 0, null)).isEqualTo(new Ended(false, "0 tests, 0 failed; it reported no test."));
    }

    @Test
    void by_a_file() {
        assertThat(ended("json", "", 0, """
                        {"sentence": "Two remarks.", "tests": [
                          {"test": "a.c", "outcome": "pass", "millis": 12},
                          {"test": "b.c", "subtest": "line 2", "outcome": "PASS"},
                          {"test": "b.c", "subtest": "line 3", "outcome": "FAIL", "excerpt": "why"}]}
                        """)).isEqualTo(new Ended(false, "Two remarks."));
        assertThat(reports)
                .extracting(TestReport::fullName, TestReport::outcome, TestReport::millis)
                .as("a test of which only subtests are told is as the worst of them")
                .containsExactly(
                        tuple("a.c", Outcome.PASS, 12),
                        tuple("b.c/line 2", Outcome.PASS, -1),
                        tuple("b.c/line 3", Outcome.FAIL, -1),
                        tuple("b.c", Outcome.FAIL, -1));
        assertThat(ended("json", "", 0, "{\"tests\": []}")).isEqualTo(new Ended(true, "0 tests, 0 failed."));
        assertThat(ended("json", "", 3, "{\"tests\": []}"))
                .isEqualTo(new Ended(false, "0 tests, 0 failed (exit status 3)."));
    }

    @Test
    void has_nothing_to_test_by_the_status_of_the_kernels_selftests() {
        for (String kind : List.of("exit", "ktap", "json")) {
            assertThat(ended(kind, "", 4, null).passed()).isTrue();
            assertThat(reports).extracting(TestReport::outcome).containsExactly(Outcome.SKIP);
        }
    }

    @Test
    void is_a_failure_when_its_file_is_missing_or_makes_no_sense() {
        assertThat(ended("json", "", 0, null)).isEqualTo(new Ended(false, "It left no report."));
        for (String file : List.of(
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"tests\": 5}",
                "{\"tests\": [{\"outcome\": \"pass\"}]}",
                "{\"tests\": [{\"test\": \"a\", \"outcome\": \"fine\"}]}",
                "{\"tests\": [{\"test\": \" \", \"outcome\": \"pass\"}]}",
                "{\"tests\": [".repeat(5_000))) {
            Ended how = ended("json", "", 0, file);
            assertThat(how.passed()).as(file).isFalse();
            assertThat(how.sentence()).as(file).startsWith("Its report cannot be read: ");
            assertThat(reports).extracting(TestReport::outcome).containsExactly(Outcome.ERROR);
        }
    }

    private Ended ended(String kind, String output, int exit, String file) {
        reports.clear();
        ScriptOutput script = new ScriptOutput("checkpatch", kind, START, reports::add);
        output.lines().forEach(line -> script.reader().line(line, START));
        Instant end = START.plusSeconds(7);
        script.reader().end(end);
        return script.ended(exit, Optional.ofNullable(file), end);
    }
}
