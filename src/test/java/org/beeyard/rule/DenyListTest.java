package org.beeyard.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.beeyard.rule.DenyList.Entry;
import org.junit.jupiter.api.Test;

class DenyListTest {

    @Test
    void reads_the_selftests_own_files() {
        assertThat(DenyList.entries("""
                        # TEMPORARY
                        # Alphabetical order
                        get_stack_raw_tp    # user_stack corrupted user stack

                        stacktrace_build_id
                        tc_redirect/tc_redirect_dtime # very flaky
                        # until somebody finds time
                        verif_*
                        """))
                .containsExactly(
                        new Entry(3, "get_stack_raw_tp", "user_stack corrupted user stack"),
                        new Entry(5, "stacktrace_build_id", ""),
                        new Entry(6, "tc_redirect/tc_redirect_dtime", "very flaky"),
                        new Entry(8, "verif_*", "until somebody finds time"));
    }

    @Test
    void reads_what_it_writes() {
        Rule.Terms terms = new Rule.Terms(
                RuleKind.DENY,
                TestPattern.of("timer/one").orElseThrow(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "Anna",
                "hangs # on slow machines",
                Optional.empty(),
                LocalDate.of(2027, 1, 31));
        String text = DenyList.of(List.of(new Rule(1, terms, "anna", Instant.EPOCH, Optional.empty())));
        assertThat(text).isEqualTo("timer/one # hangs # on slow machines (Anna, until 2027-01-31)\n");
        assertThat(DenyList.entries(text))
                .containsExactly(new Entry(1, "timer/one", "hangs # on slow machines (Anna, until 2027-01-31)"));
    }
}
