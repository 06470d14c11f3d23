package org.beeyard.testout;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrepPatternTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            ^(\\[[^]]*\\] *)*(BUG|WARNING|UBSAN|Oops)[: ] ~ [    1.0] [ T12] WARNING: CPU: 1 ~ true
            ^(\\[[^]]*\\] *)*(BUG|WARNING|UBSAN|Oops)[: ] ~ [    1.0] no WARNING: CPU: 1     ~ false
            ^(\\[[^]]*\\] *)*watchdog: .*(soft lockup|hard LOCKUP) ~ [ 1.0] watchdog: BUG: soft lockup - CPU#0 ~ true
            (rcu: )?INFO: (task .* blocked for more than|[_a-z]+ (self-)?detected stall) ~ rcu: INFO: rcu_sched self-detected stall ~ true
            in (stack_trace_consume_entry|filter_irq_stacks)\\+ ~ BUG: KASAN: x in filter_irq_stacks+0x3 ~ true
            ^[[:space:]]*x[[:digit:]]+$ ~ x12 ~ true
            [[&]x ~ [x ~ true
            [[&]x ~ ]x ~ false
            \\<stall\\> ~ a stall here ~ true
            """)
    void means_what_grep_means(String pattern, String line, boolean matches) {
        assertThat(GrepPattern.of(pattern).orElseThrow().matcher(line).find()).isEqualTo(matches);
    }

    @Test
    void leaves_out_comments_empty_lines_and_what_is_no_pattern() {
        assertThat(GrepPattern.ofFile("# why\n\n  \nBUG\n(\n[[:nope:]]\n")).hasSize(1);
    }
}
