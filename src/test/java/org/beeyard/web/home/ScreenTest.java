package org.beeyard.web.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When what is on the screen of who looks at home is to be shown anew. */
class ScreenTest {

    private static final Instant NOON = Instant.parse("2026-02-24T12:00:00Z");

    @Test
    void what_has_changed_is_shown_at_once() {
        Screen screen = new Screen("red");
        assertThat(screen.takes(look("green", 0, "just now"))).isTrue();
        assertThat(screen.takes(look("red", 3, "just now"))).isTrue();
    }

    @Test
    void ages_are_told_anew_every_minute() {
        Screen screen = new Screen("");
        assertThat(screen.takes(look("red", 0, "just now"))).isTrue();
        assertThat(screen.takes(look("red", 59, "59 s"))).isFalse();
        assertThat(screen.takes(look("red", 60, "60 s"))).isTrue();
        assertThat(screen.takes(look("red", 62, "62 s"))).isFalse();
        assertThat(screen.takes(look("red", 121, "2 min"))).isTrue();
    }

    @Test
    void what_a_page_brought_itself_is_old_a_minute_after_it_was_first_looked_at() {
        Screen screen = new Screen("red");
        assertThat(screen.takes(look("red", 0, "just now"))).isFalse();
        assertThat(screen.takes(look("red", 59, "59 s"))).isFalse();
        assertThat(screen.takes(look("red", 60, "60 s"))).isTrue();
    }

    @Test
    void what_reads_the_same_is_not_shown_again() {
        Screen screen = new Screen("");
        assertThat(screen.takes(look("red", 0, "3 days ago"))).isTrue();
        assertThat(screen.takes(look("red", 90, "3 days ago"))).isFalse();
        assertThat(screen.takes(look("red", 93, "4 days ago"))).isTrue();
    }

    private static HomePage.Look look(String mark, long seconds, String html) {
        return new HomePage.Look(mark, NOON.plusSeconds(seconds), html);
    }
}
