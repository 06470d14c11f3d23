package org.beeyard.series.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a comment asks for. */
class CommandTest {

    @Test
    void is_a_line_of_its_own() {
        assertThat(Command.in("Thanks!\r\n/retest x86_64, test_progs\r\n/cancel"))
                .containsExactly(new Command.Retest(Set.of("x86_64", "test_progs")), new Command.Cancel());
        assertThat(Command.in("/approve")).containsExactly(new Command.Approve());
        assertThat(Command.in("/retest")).containsExactly(new Command.Retest(Set.of()));
    }

    @Test
    void is_nothing_that_others_said_or_that_is_shown() {
        assertThat(Command.in("> /retest")).isEmpty();
        assertThat(Command.in("Say /retest to have it tested again")).isEmpty();
        assertThat(Command.in("    /retest")).isEmpty();
        assertThat(Command.in("```\n/approve\n```")).isEmpty();
        assertThat(Command.in("~~~text\n/approve\n")).isEmpty();
        assertThat(Command.in("/retesting\n/RETEST\n/merge\n/")).isEmpty();
    }

    @Test
    void has_bounds() {
        assertThat(Command.in("/cancel\n".repeat(100))).hasSize(Command.MOST);
        assertThat(((Command.Retest) Command.in("/retest " + "a ".repeat(30) + "b c d e")
                                .getFirst())
                        .words())
                .hasSizeLessThan(Command.MOST_WORDS);
    }
}
