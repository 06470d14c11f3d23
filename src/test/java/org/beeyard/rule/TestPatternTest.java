package org.beeyard.rule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestPatternTest {

    @ParameterizedTest
    @CsvSource({
        "xdp_bonding, xdp_bonding, '', true",
        "xdp_bonding, xdp_bonding, any subtest, true",
        "xdp_bonding, xdp_bonding2, '', false",
        "xdp_bonding, XDP_bonding, '', false",
        "timer/one, timer, one, true",
        "timer/one, timer, '', false",
        "timer/one, timer, one more, false",
        "timer/*, timer, one, true",
        "timer/*, timer, '', false",
        "tc_*, tc_redirect, '', true",
        "tc_*, tc, '', false",
        "verif_stats/a*z, verif_stats, a to z, true",
        "a.c, abc, '', false",
        "timer/a/b, timer, a/b, true",
        "' timer ', timer, '', true",
    })
    void names_tests_as_a_denylist_does(String text, String test, String subtest, boolean named) {
        assertThat(TestPattern.of(text).orElseThrow().names(test, subtest)).isEqualTo(named);
    }

    @ParameterizedTest
    @CsvSource({"tc_*, tc_", "tc_*, tc_redirect", "tc_*, tc_😀", "xdp, xdp", "*, anything", "a*z, a to z"})
    void what_it_names_lies_between_its_bounds_byte_by_byte(String text, String test) {
        TestPattern pattern = TestPattern.of(text).orElseThrow();
        assertThat(pattern.names(test, "")).isTrue();
        assertThat(Arrays.compareUnsigned(pattern.testFrom().getBytes(UTF_8), test.getBytes(UTF_8)))
                .isLessThanOrEqualTo(0);
        assertThat(Arrays.compareUnsigned(test.getBytes(UTF_8), pattern.testTo().getBytes(UTF_8)))
                .isLessThanOrEqualTo(0);
    }

    @Test
    void a_name_without_an_asterisk_is_its_own_bounds() {
        TestPattern pattern = TestPattern.of("xdp/sub*").orElseThrow();
        assertThat(pattern.testFrom()).isEqualTo("xdp");
        assertThat(pattern.testTo()).isEqualTo("xdp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "/subtest", "test/", "a\u0000b", "a\nb", "sub #1"})
    void is_nothing_that_names_no_test(String text) {
        assertThat(TestPattern.of(text)).isEmpty();
    }

    @Test
    void is_not_too_long() {
        assertThat(TestPattern.of("a".repeat(300))).isPresent();
        assertThat(TestPattern.of("a".repeat(301))).isEmpty();
    }

    @Test
    void asks_the_database_for_the_same_tests() {
        TestPattern pattern = TestPattern.of("50%_of\\*/a_*").orElseThrow();
        assertThat(pattern.testLike()).isEqualTo("50\\%\\_of\\\\%");
        assertThat(pattern.subtestLike()).isEqualTo("a\\_%");
        assertThat(TestPattern.of("timer").orElseThrow().subtestLike()).isEqualTo("%");
    }
}
