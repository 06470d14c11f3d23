package org.beeyard.series;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrecedenceTest {

    private static final Precedence UPLOAD = Precedence.of(SeriesIntake.UPLOAD, 1);
    private static final Precedence SECOND_UPLOAD = Precedence.of(SeriesIntake.UPLOAD, 2);
    private static final Precedence FIRST = Precedence.of("netdevbpf@patchwork.example", 1);
    private static final Precedence SECOND = Precedence.of("netdevbpf@patchwork.example", 2);

    @Test
    void an_upload_replaces_every_upload_and_nothing_that_was_posted() {
        assertThat(UPLOAD.replaces(UPLOAD)).isTrue();
        assertThat(UPLOAD.replaces(SECOND_UPLOAD)).isTrue();
        assertThat(UPLOAD.replaces(FIRST)).isFalse();
        assertThat(SECOND_UPLOAD.replaces(FIRST)).isFalse();
    }

    @Test
    void what_is_posted_replaces_all_of_its_version_and_of_older_ones() {
        assertThat(SECOND.replaces(FIRST)).isTrue();
        assertThat(SECOND.replaces(SECOND)).isTrue();
        assertThat(SECOND.replaces(UPLOAD)).isTrue();
        assertThat(FIRST.replaces(SECOND)).isFalse();
        assertThat(FIRST.replaces(SECOND_UPLOAD)).isFalse();
    }

    @Test
    void only_what_was_posted_is_behind_and_only_a_newer_posted_version() {
        assertThat(FIRST.isBehind(SECOND)).isTrue();
        assertThat(FIRST.isBehind(SECOND_UPLOAD)).isFalse();
        assertThat(UPLOAD.isBehind(SECOND)).isFalse();
        assertThat(SECOND.isBehind(SECOND)).isFalse();
    }
}
