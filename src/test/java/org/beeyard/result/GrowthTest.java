package org.beeyard.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.beeyard.protocol.Outcome.FAIL;
import static org.beeyard.protocol.Outcome.PASS;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.beeyard.protocol.Effort;
import org.beeyard.protocol.Outcome;
import org.beeyard.result.JobOutcome.Gate;
import org.beeyard.result.JobOutcome.Seen;
import org.beeyard.result.JobOutcome.TestKey;
import org.beeyard.result.Verdict.Finding;
import org.beeyard.result.Verdict.Kind;
import org.beeyard.tree.Percent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What veristat's numbers say about a series. */
class GrowthTest {

    private static final Allowance TEN_PERCENT =
            new Allowance(Optional.of(Percent.of("10%")), Optional.of(Percent.of("10%")), 100, false);

    @Test
    void without_limits_a_program_may_grow_as_it_likes() {
        Verdict verdict = Verdict.ofSeries(veristat(program("a:x", 9_000, 90_000)), veristat(program("a:x", 10, 100)));
        assertThat(verdict).isEqualTo(new Verdict(RunState.PASSED, "No failures in 1 test.", List.of()));
    }

    @Test
    void a_growth_beyond_the_limits_is_a_warning() {
        Verdict verdict = Verdict.ofSeries(
                veristat(program("a:x", 1_200, 8_000), program("a:y", 1_100, 8_000)),
                veristat(program("a:x", 1_000, 8_000), program("a:y", 1_000, 8_000)),
                TEN_PERCENT);
        assertThat(verdict.state()).isEqualTo(RunState.WARNING);
        assertThat(verdict.sentence()).isEqualTo("1 grown program in 2 tests.");
        assertThat(verdict.findings())
                .extracting(Finding::kind, Finding::title, Finding::base, Finding::patched, Finding::detail)
                .containsExactly(tuple(
                        Kind.GROWTH,
                        "a:x",
                        Optional.of("1000 states, 8000 instructions"),
                        Optional.of("1200 states, 8000 instructions"),
                        Optional.of("1200 states, 200 more than the 1000 on the base: the tree allows 10 %.")));
    }

    @Test
    void a_growth_beyond_the_limits_fails_where_the_tree_says_so() {
        Verdict verdict = Verdict.ofSeries(
                veristat(program("a:x", 1_000, 9_000)),
                veristat(program("a:x", 1_000, 8_000)),
                new Allowance(Optional.empty(), Optional.of(Percent.of("10%")), 100, true));
        assertThat(verdict.state()).isEqualTo(RunState.FAILED);
        assertThat(verdict.sentence()).isEqualTo("1 new failure in 1 test: a:x.");
        List<JobOutcome> failed = List.of(job(JobState.FAILED, Gate.DIFFERENCES, program("a:x", 1_000, 9_000)));
        assertThat(Suspect.in(verdict, failed))
                .as("bisection of what fails nowhere")
                .isEmpty();
    }

    @Test
    void a_growth_of_few_states_is_none() {
        assertThat(Verdict.ofSeries(veristat(program("a:x", 80, 99)), veristat(program("a:x", 1, 1)), TEN_PERCENT)
                        .findings())
                .isEmpty();
    }

    @Test
    void a_program_whose_effort_is_not_known_on_one_side_has_not_grown() {
        assertThat(Verdict.ofSeries(
                                veristat(
                                        program("a:x", 9_000, null),
                                        program("a:y", 9_000, 9_000),
                                        program("a:z", 9_000, 9_000)),
                                veristat(program("a:x", null, 100), refused("a:y")),
                                TEN_PERCENT)
                        .findings())
                .extracting(Finding::kind, Finding::title)
                .containsExactly(tuple(Kind.FIXED, "a:y"));
    }

    @Test
    void an_advisory_job_only_shows_it() {
        Verdict verdict = Verdict.ofSeries(
                List.of(job(JobState.PASSED, Gate.ADVISORY, program("a:x", 9_000, 9_000))),
                veristat(program("a:x", 1_000, 1_000)),
                TEN_PERCENT);
        assertThat(verdict.state()).isEqualTo(RunState.PASSED);
        assertThat(verdict.findings()).extracting(Finding::kind).containsExactly(Kind.ADVISORY);
    }

    @Test
    void lists_changed_programs_the_worst_first() {
        assertThat(ProgramChange.in(
                        veristat(
                                program("same", 5, 50),
                                program("little", 110, 100),
                                program("much", 100, 300),
                                program("less", 100, 50),
                                program("added", 1, 1),
                                program("accepted", 1, 1),
                                refused("refused"),
                                refused("refused in both")),
                        veristat(
                                program("same", 5, 50),
                                program("little", 100, 100),
                                program("much", 100, 100),
                                program("less", 100, 100),
                                program("gone", 1, 1),
                                refused("accepted"),
                                program("refused", 7, 70),
                                refused("refused in both"))))
                .extracting(change -> change.program().test(), ProgramChange::what, ProgramChange::growth)
                .containsExactly(
                        tuple("refused", ProgramFate.REFUSED, 0.0),
                        tuple("much", ProgramFate.GREW, 2.0),
                        tuple("little", ProgramFate.GREW, 0.1),
                        tuple("added", ProgramFate.ADDED, 0.0),
                        tuple("gone", ProgramFate.GONE, 0.0),
                        tuple("less", ProgramFate.SHRANK, -0.5),
                        tuple("accepted", ProgramFate.ACCEPTED, 0.0));
    }

    @Test
    void tells_nothing_of_jobs_that_did_not_come_to_an_end_or_do_not_compare() {
        List<JobOutcome> other = veristat(program("a:x", 1, 1));
        assertThat(ProgramChange.in(List.of(job(JobState.TIMED_OUT, Gate.DIFFERENCES)), other))
                .isEmpty();
        assertThat(ProgramChange.in(other, List.of(job(JobState.ERROR, Gate.DIFFERENCES))))
                .isEmpty();
        assertThat(ProgramChange.in(other, List.of())).isEmpty();
        JobOutcome tests = new JobOutcome(
                1, "test_progs x86_64 gcc", JobState.PASSED, "", Map.of(key("a"), seen(FAIL, null, null)), List.of());
        assertThat(ProgramChange.in(
                        List.of(tests),
                        List.of(new JobOutcome(2, tests.name(), JobState.PASSED, "", Map.of(), List.of()))))
                .isEmpty();
    }

    @SafeVarargs
    private static List<JobOutcome> veristat(Map.Entry<TestKey, Seen>... programs) {
        return List.of(job(JobState.PASSED, Gate.DIFFERENCES, programs));
    }

    @SafeVarargs
    private static JobOutcome job(JobState state, Gate gate, Map.Entry<TestKey, Seen>... programs) {
        return new JobOutcome(
                1, "veristat x86_64 gcc", state, "", new HashMap<>(Map.ofEntries(programs)), List.of(), gate, false);
    }

    private static Map.Entry<TestKey, Seen> program(
            String name, @Nullable Integer states, @Nullable Integer instructions) {
        return Map.entry(key(name), seen(PASS, states, instructions));
    }

    private static Map.Entry<TestKey, Seen> refused(String name) {
        return Map.entry(key(name), new Seen(FAIL, Optional.empty(), Optional.empty()));
    }

    private static Seen seen(Outcome outcome, @Nullable Integer states, @Nullable Integer instructions) {
        return new Seen(
                outcome, Optional.empty(), Optional.empty(), Optional.of(new Effort(states, instructions)), false);
    }

    private static TestKey key(String name) {
        return new TestKey(name.hashCode(), name, "");
    }
}
