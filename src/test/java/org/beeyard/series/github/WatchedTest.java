package org.beeyard.series.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which branches are meant. */
class WatchedTest {

    @Test
    void a_star_is_anything_but_a_slash_and_two_are_anything() {
        List<String> globs = List.of("ci-test/*", "devel/**", "next", "v*-rc", "a.b");
        assertThat(List.of("ci-test/x", "devel/x", "devel/x/y", "next", "v6-rc", "a.b"))
                .allMatch(branch -> Watched.is(globs, branch));
        assertThat(List.of("ci-test/x/y", "ci-test", "my/ci-test/x", "next2", "main", "v6/1-rc", "axb"))
                .noneMatch(branch -> Watched.is(globs, branch));
    }

    @Test
    void names_that_cannot_be_written_down_as_they_are_are_none_of_them() {
        assertThat(List.of("", "a b", "a?b", "a#b", "a%2fb", "-x", "/x", "ä", "x".repeat(300)))
                .noneMatch(branch -> Watched.is(List.of("**"), branch));
    }

    @Test
    void what_a_pattern_begins_with_is_asked_for() {
        assertThat(Watched.beginning("ci-test/*")).isEqualTo("ci-test/");
        assertThat(Watched.beginning("next")).isEqualTo("next");
        assertThat(Watched.beginning("**")).isEmpty();
    }
}
