package org.beeyard.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.beeyard.series.SeriesState;
import org.beeyard.tree.CommitId;
import org.junit.jupiter.api.Test;

/** What pull requests say. */
class WordsTest {

    private static final Words WORDS = new Words("bpf", "https://farm.example");

    private static Version version(String title, String submitter, String cover, Optional<Boolean> passed) {
        return new Version(
                12,
                3,
                SeriesState.APPLIED,
                title,
                submitter,
                cover,
                1,
                "",
                Optional.of("bpf"),
                Optional.of(new CommitId("b".repeat(40))),
                Optional.of(new CommitId("1".repeat(40))),
                "one",
                passed,
                "https://pw.example/12");
    }

    @Test
    void tell_of_the_series_and_who_sent_it() {
        Version version = version("bpf: Do it", "Anna <anna@example.org>", "Because.\n", Optional.empty());
        assertThat(WORDS.body(version)).matches("""
                \\[Version 3]\\(https://pw.example/12\\) of the series \\(\\[tests]\\(https://farm.example/series/12\\)\\) by

                ```
                Anna <anna@example.org>
                ```

                ```
                Because.
                ```

                The patches were posted to a mailing list, and are reviewed there. The branch is written by the farm alone.
                <!-- beeyard: series 12 [0-9a-f]{12} -->""");
    }

    @Test
    void call_nobody_and_close_nothing_whatever_a_cover_letter_says() {
        String cover = "@torvalds fixes #1\n```\n<img src=x> <!-- beeyard: series 12 ";
        String body = WORDS.body(version("x", "`a` @b <c@d>", cover, Optional.empty()));
        assertThat(body).contains("````\n" + cover.strip() + "\n````\n", "```\n`a` @b <c@d>\n```\n");
    }

    @Test
    void fit_into_what_github_takes() {
        Version version = version("x".repeat(1000), "a <b@c>", "@".repeat(1 << 20), Optional.empty());
        assertThat(WORDS.title(version)).hasSize(250);
        assertThat(WORDS.body(version)).hasSizeLessThan(65_536);
    }

    @Test
    void are_known_again_also_when_somebody_has_added_to_them() {
        Version version = version("bpf: Do it", "Anna <anna@example.org>", "Because.", Optional.empty());
        String body = WORDS.body(version).replace("\n", "\r\n") + "\r\nSomebody's words.";
        assertThat(WORDS.isBodyOf(version, body)).isTrue();
        assertThat(WORDS.isBodyOf(version("bpf: Do it", "Anna <anna@example.org>", "So.", Optional.empty()), body))
                .isFalse();
    }

    @Test
    void have_a_label_for_the_version_the_tree_and_the_verdict_and_leave_others_labels() {
        Set<String> there = Set.of("v2", "V2-ci-pass", "merge-conflict", "BPF", "RFC", "Vision");
        assertThat(WORDS.labels(version("x", "a", "", Optional.of(true)), false, there))
                .containsExactly("bpf", "RFC", "V3", "V3-ci-pass", "Vision");
        assertThat(WORDS.labels(version("x", "a", "", Optional.of(false)), true, there))
                .containsExactly("bpf", "merge-conflict", "RFC", "V3", "Vision");
    }
}
