package org.beeyard.check.github;

import static org.assertj.core.api.Assertions.assertThat;

import org.beeyard.check.CheckState;
import org.beeyard.check.Notice;
import org.beeyard.github.Said;
import org.junit.jupiter.api.Test;

class StatusFormTest {

    @Test
    void is_read_as_what_was_said_however_long_that_is() {
        for (CheckState state : CheckState.values()) {
            for (String words : new String[] {"1 known of 412 (base ok)", "Long words. ".repeat(21)}) {
                Notice said = notice(state, words);
                assertThat(read(said)).as("%s %s", state, words).isEqualTo(StatusForm.asShown(said));
            }
        }
    }

    @Test
    void keeps_short_words_as_they_are() {
        Notice said = notice(CheckState.WARNING, "1 known of 412 (base ok)");
        assertThat(StatusForm.asShown(said)).isEqualTo(said);
    }

    @Test
    void differs_where_what_fits_differs() {
        assertThat(read(notice(CheckState.FAIL, "Other words. ".repeat(20))))
                .isNotEqualTo(StatusForm.asShown(notice(CheckState.FAIL, "Long words. ".repeat(21))));
    }

    private static Notice notice(CheckState state, String words) {
        return new Notice("example/linux", "5d", "beeyard-test-summary", state, words, "https://farm.example/runs/7");
    }

    /** From what GitHub shows of it. */
    private static Notice read(Notice said) {
        StatusForm form = StatusForm.of(said);
        Said.Shown shown = new Said.Shown(1, form.context(), "", form.state(), form.description(), form.url(), 0);
        return new Notice(
                said.source(),
                said.object(),
                shown.name(),
                StatusForm.state(shown).orElseThrow(),
                StatusForm.words(shown.title()),
                shown.url());
    }
}
