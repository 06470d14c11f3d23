package org.beeyard.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.beeyard.history.Rate;
import org.beeyard.history.TestName;
import org.beeyard.history.Variant;
import org.beeyard.history.test.Unsteady;
import org.beeyard.sql.Cut;
import org.junit.jupiter.api.Test;

class FlakyListTest {

    @Test
    void each_test_is_one_line_and_says_where_it_is_flaky() {
        assertThat(list(row("timer", "", "bpf"), row("timer", "", "bpf-next"), row("xdp", "#1 a/b", "bpf")))
                .isEqualTo("""
                        timer # flaky 2 of 9 on bpf, s390x gcc tcg; 2 of 9 on bpf-next, s390x gcc tcg
                        xdp/*1 a/b # flaky 2 of 9 on bpf, s390x gcc tcg
                        """);
    }

    @Test
    void no_name_denies_everything_or_makes_a_line_of_its_own() {
        assertThat(list(row("#", "", "bpf"), row("*", "", "bpf"), row("a\nb", "", "x\ny")))
                .isEqualTo("a*b # flaky 2 of 9 on x y, s390x gcc tcg\n");
    }

    @Test
    void says_when_there_are_more() {
        assertThat(FlakyList.of(new Cut<>(List.of(row("timer", "", "bpf")), true)))
                .isEqualTo("""
                        # and more: these are the flakiest
                        timer # flaky 2 of 9 on bpf, s390x gcc tcg
                        """);
    }

    private static String list(Unsteady.FlakyRow... rows) {
        return FlakyList.of(new Cut<>(List.of(rows), false));
    }

    private static Unsteady.FlakyRow row(String test, String subtest, String tree) {
        return new Unsteady.FlakyRow(
                new TestName("test_progs", test, subtest),
                tree,
                new Variant("s390x", "gcc", "tcg"),
                new Rate(2, 9),
                LocalDate.parse("2026-02-24"),
                null);
    }
}
