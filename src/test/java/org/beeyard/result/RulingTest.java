package org.beeyard.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.MISSING;
import static org.beeyard.result.VerdictTest.jobs;
import static org.beeyard.result.VerdictTest.tests;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.beeyard.rule.Rule;
import org.beeyard.rule.RuleKind;
import org.beeyard.rule.TestPattern;
import org.junit.jupiter.api.Test;

class RulingTest {

    @Test
    void a_rule_knows_a_failure_that_the_base_did_not_get_to() {
        List<JobOutcome> patched = jobs(tests("xdp", FAIL));
        Verdict raw = Verdict.ofSeries(
                patched,
                List.of(new JobOutcome(
                        2, "test_progs", JobState.TIMED_OUT, "It hung.", tests("xdp", MISSING), List.of())));
        Verdict ruled = Ruling.of(
                raw, patched, Map.of(1L, new Ruling.Place("test_progs", "x86_64")), List.of(rule("xdp")), true);
        assertThat(raw.state()).isEqualTo(RunState.ERROR);
        assertThat(ruled.state()).isEqualTo(RunState.WARNING);
        assertThat(ruled.sentence()).isEqualTo("1 known by rule in 1 test.");
    }

    private static Rule rule(String tests) {
        return new Rule(
                1,
                new Rule.Terms(
                        RuleKind.KNOWN_FAILURE,
                        TestPattern.of(tests).orElseThrow(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "Anna",
                        "why",
                        Optional.empty(),
                        LocalDate.MAX),
                "anna",
                Instant.EPOCH,
                Optional.empty());
    }
}
