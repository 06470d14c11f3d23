package org.beeyard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoverageTest {

    private static final Failing TIMER = failing("timer", "");
    private static final Failing ONE = failing("timer", "one");
    private static final Failing TWO = failing("timer", "two");

    @Test
    void is_nothing_without_rules() {
        assertThat(Coverage.of(List.of(TIMER), List.of())).isEmpty();
    }

    @Test
    void takes_the_first_rule_that_names_a_failure() {
        Rule first = rule(1, "timer");
        assertThat(Coverage.of(List.of(TIMER, ONE), List.of(rule(3, "tc"), first, rule(2, "tim*"))))
                .containsOnly(java.util.Map.entry(TIMER, first), java.util.Map.entry(ONE, first));
    }

    @Test
    void knows_a_test_when_all_its_failing_subtests_are_known() {
        Rule one = rule(1, "timer/one");
        assertThat(Coverage.of(List.of(TIMER, ONE), List.of(one)))
                .containsOnly(java.util.Map.entry(TIMER, one), java.util.Map.entry(ONE, one));
    }

    @Test
    void leaves_a_test_new_when_another_subtest_fails_too() {
        assertThat(Coverage.of(List.of(TIMER, ONE, TWO), List.of(rule(1, "timer/one"))))
                .containsOnlyKeys(ONE);
    }

    @Test
    void leaves_a_test_new_that_fails_without_its_subtests() {
        assertThat(Coverage.of(List.of(TIMER), List.of(rule(1, "timer/one")))).isEmpty();
    }

    @Test
    void does_not_mix_up_jobs() {
        Failing elsewhere = new Failing(2, "test_progs", "s390x", "timer", "");
        assertThat(Coverage.of(List.of(elsewhere, ONE), List.of(rule(1, "timer/one"))))
                .containsOnlyKeys(ONE);
    }

    @Test
    void keeps_to_a_rules_suite_and_architecture() {
        Failing elsewhere = new Failing(2, "test_progs", "s390x", "timer", "");
        Rule s390x = new Rule(
                1,
                new Rule.Terms(
                        RuleKind.KNOWN_FAILURE,
                        TestPattern.of("timer").orElseThrow(),
                        Optional.empty(),
                        Optional.of("test_progs"),
                        Optional.of("s390x"),
                        "Anna",
                        "why",
                        Optional.empty(),
                        LocalDate.MAX),
                "anna",
                Instant.EPOCH,
                Optional.empty());
        assertThat(Coverage.of(List.of(TIMER, elsewhere), List.of(s390x))).containsOnlyKeys(elsewhere);
    }

    private static Failing failing(String test, String subtest) {
        return new Failing(1, "test_progs", "x86_64", test, subtest);
    }

    private static Rule rule(long id, String tests) {
        return new Rule(
                id,
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
