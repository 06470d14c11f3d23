package org.beeyard.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RuleWishTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    @Test
    void takes_empty_fields_for_all() throws RuleWish.Refused {
        RuleWish wish = new RuleWish("DENY", "timer", "", " ", null, " Anna ", "hangs", "", "2026-11-24");
        assertThat(wish.terms(TODAY))
                .isEqualTo(new Rule.Terms(
                        RuleKind.DENY,
                        new TestPattern("timer", Optional.empty()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "Anna",
                        "hangs",
                        Optional.empty(),
                        TODAY));
    }

    @Test
    void says_all_that_is_wrong_at_once() {
        RuleWish wish = new RuleWish("?", "", "x".repeat(501), null, null, "", "y".repeat(501), "javascript:1", "soon");
        assertThatThrownBy(() -> wish.terms(TODAY))
                .asInstanceOf(type(RuleWish.Refused.class))
                .satisfies(refused -> assertThat(refused.problems())
                        .extracting(problem -> problem.replaceFirst(":.*", ""))
                        .containsExactly("kind", "tests", "owner", "reason", "tree, suite, arch", "link", "expires"));
    }

    @Test
    void is_for_a_year_at_most_and_not_for_days_that_are_over() {
        assertThatThrownBy(() -> until("2026-11-23").terms(TODAY)).hasMessageContaining("from today");
        assertThatThrownBy(() -> until("2027-11-26").terms(TODAY)).hasMessageContaining("from today");
    }

    @Test
    void does_not_hide_everything() {
        assertThatThrownBy(() -> new RuleWish("DENY", "*", null, null, null, "a", "b", null, "2026-12-01").terms(TODAY))
                .hasMessageContaining("hide everything");
    }

    private static RuleWish until(String day) {
        return new RuleWish("DENY", "timer", null, null, null, "Anna", "hangs", null, day);
    }
}
