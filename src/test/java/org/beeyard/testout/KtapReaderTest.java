package org.beeyard.testout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.beeyard.protocol.Outcome;
import org.beeyard.protocol.TestReport;
import org.junit.jupiter.api.Test;

class KtapReaderTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final List<TestReport> reports = new ArrayList<>();

    @Test
    void reads_tests_and_the_subtests_in_them() {
        KtapReader reader = read("""
                KTAP version 1
                1..2
                  KTAP version 1
                  1..2
                    KTAP version 1
                    1..1
                    # said by the innermost
                    not ok 1 innermost
                  ok 1 first
                  ok 2 - second
                ok 1 outer
                ok 2 alone
                """);
        assertThat(reports)
                .extracting(TestReport::test, TestReport::subtest, TestReport::outcome)
                .containsExactly(
                        tuple("outer", "first/innermost", Outcome.FAIL),
                        tuple("outer", "first", Outcome.PASS),
                        tuple("outer", "second", Outcome.PASS),
                        tuple("outer", null, Outcome.PASS),
                        tuple("alone", null, Outcome.PASS));
        assertThat(reports.getFirst().excerpt()).isEqualTo("    # said by the innermost\n");
        assertThat(reader.problem()).isEmpty();
        assertThat(reader.broken()).isZero(); // a test's own line decides
        assertThat(reader.words()).isEqualTo("2 tests, 0 failed");
    }

    @Test
    void reads_kunit_which_indents_by_four() {
        read("""
                KTAP version 1
                1..1
                    KTAP version 1
                    # Subtest: example
                    1..1
                    ok 1 example_simple_test
                # example: pass:1 fail:0 skip:0 total:1
                ok 1 example
                """);
        assertThat(reports).extracting(TestReport::fullName).containsExactly("example/example_simple_test", "example");
    }

    @Test
    void obeys_directives() {
        KtapReader reader = read("""
                TAP version 13
                1..8
                ok 1 a # SKIP no such device
                not ok 2 b # skip
                not ok 3 c # TODO later
                ok 4 d # TODO
                not ok 5 e # XFAIL
                not ok 6 f # TIMEOUT 45 seconds
                ok 7 g # ERROR no result
                ok 8 issue \\# 12 # not a directive
                """);
        assertThat(reports)
                .extracting(TestReport::test, TestReport::outcome)
                .containsExactly(
                        tuple("a", Outcome.SKIP),
                        tuple("b", Outcome.SKIP),
                        tuple("c", Outcome.SKIP),
                        tuple("d", Outcome.PASS),
                        tuple("e", Outcome.SKIP),
                        tuple("f", Outcome.ERROR),
                        tuple("g", Outcome.ERROR),
                        tuple("issue # 12 # not a directive", Outcome.PASS));
        assertThat(reader.broken()).isEqualTo(2);
    }

    @Test
    void tells_when_it_bails_out_or_does_not_keep_its_plan() {
        assertThat(read("1..3\nok 1 a\nBail out! no memory\n").problem()).hasValue("it bailed out: no memory");
        assertThat(read("1..3\nok 1 a\n").problem()).hasValue("of 3 tests it planned, it reported 1");
        assertThat(read("ok 1 a\n1..1\n").problem()).isEmpty();
        assertThat(read("1..1\n  1..2\n  ok 1 x\nok 1 a\n").problem())
                .hasValue("of 2 subtests it planned, it reported 1");
        assertThat(read("nothing of the kind\n").problem()).hasValue("it reported no test");
        assertThat(read("1..0 # SKIP not here\n").problem()).isEmpty();
    }

    @Test
    void does_not_lose_subtests_whose_test_never_ended() {
        KtapReader reader = read("1..1\n  1..2\n  ok 1 x\n# about to die\n");
        assertThat(reader.problem()).isPresent();
        assertThat(reports)
                .extracting(TestReport::fullName, TestReport::outcome)
                .containsExactly(tuple("unfinished/x", Outcome.PASS), tuple("unfinished", Outcome.ERROR));
    }

    @Test
    void takes_no_prose_for_results() {
        read("ok computer\nnot ok at all\n# ok 1 in a comment\n\tok 1 after a tab\nok 1 real\n");
        assertThat(reports).extracting(TestReport::test).containsExactly("real");
    }

    @Test
    void stays_bounded_whatever_it_is_fed() {
        KtapReader reader = new KtapReader(START, reports::add);
        for (int i = 0; i < 100_000; i++) {
            reader.line(" ".repeat(i % 61) + "ok " + i + " deep " + i, START);
            reader.line(" ".repeat(1 + i % 9) + "1.." + i, START);
            reader.line(" ".repeat(1 + i % 40) + "KTAP version 1", START);
        }
        reader.line("ok " + "9".repeat(1_000) + " x", START);
        reader.line("ok 1 " + "#".repeat(100_000), START);
        reader.line("ok 1 " + " # ".repeat(100_000) + "SKIP", START);
        reader.end(START);
        assertThat(reports.size()).isLessThan(60_000);
    }

    private KtapReader read(String output) {
        reports.clear();
        KtapReader reader = new KtapReader(START, reports::add);
        output.lines().forEach(line -> reader.line(line, START));
        reader.end(START);
        return reader;
    }
}
