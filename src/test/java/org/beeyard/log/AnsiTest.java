package org.beeyard.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.beeyard.log.Ansi.Span;
import org.junit.jupiter.api.Test;

/** What becomes of the sequences that terminals obey. */
class AnsiTest {

    private static final String ESC = "\u001b";

    @Test
    void colours_become_classes() {
        assertThat(Ansi.spans(ESC + "[1;31mbad" + ESC + "[0m and " + ESC + "[92mgood"))
                .containsExactly(new Span("bold fg1", "bad"), new Span("", " and "), new Span("fg10", "good"));
        assertThat(classes("44;4;3;9;2m")).isEqualTo("dim italic underlined struck bg4");
        assertThat(classes("1;2;22;31;39m")).isEmpty();
        assertThat(classes("m")).isEmpty();
    }

    @Test
    void of_many_colours_the_nearest_named_one_is_taken() {
        assertThat(classes("38;5;9m")).isEqualTo("fg9");
        assertThat(classes("38;5;196m")).isEqualTo("fg9");
        assertThat(classes("48;5;232m")).isEqualTo("bg0");
        assertThat(classes("38;2;0;250;3m")).isEqualTo("fg10");
        assertThat(classes("38:2::0:250:3m")).isEqualTo("fg10");
        assertThat(classes("38:5:1m")).isEqualTo("fg1");
        assertThat(classes("38;5;9;1m")).isEqualTo("bold fg9");
        assertThat(classes("38;5m")).isEmpty();
        assertThat(classes("38;9;1m")).isEmpty();
    }

    @Test
    void inverse_exchanges_colour_and_ground() {
        assertThat(classes("7m")).isEqualTo("fg-page bg-text");
        assertThat(classes("7;31m")).isEqualTo("bg1 fg-page");
        assertThat(classes("7;31;42m")).isEqualTo("fg2 bg1");
    }

    @Test
    void every_other_sequence_is_dropped() {
        assertThat(Ansi.plain(ESC + "[2J" + ESC + "[10;3H" + ESC + "[?25la" + ESC + "(Bb" + ESC + "7c"))
                .isEqualTo("abc");
        assertThat(Ansi.plain(ESC + "]0;title\u0007a" + ESC + "]8;;http://evil\u001b\\link" + ESC + "]8;;\u001b\\"))
                .isEqualTo("alink");
        assertThat(Ansi.plain(ESC + "Pdevice\u001b\\x")).isEqualTo("x");
        assertThat(Ansi.spans(ESC + "[>4;2mx")).containsExactly(new Span("", "x"));
        assertThat(Ansi.spans(ESC + "[8mno secret")).containsExactly(new Span("", "no secret"));
    }

    @Test
    void what_is_not_complete_hides_nothing() {
        assertThat(Ansi.plain(ESC + "]0;the rest of the line")).isEqualTo("]0;the rest of the line");
        assertThat(Ansi.plain(ESC + "]a" + ESC + "[31mred")).isEqualTo("]ared");
        assertThat(Ansi.plain("x" + ESC + "[12")).isEqualTo("x[12");
        assertThat(Ansi.plain("x" + ESC)).isEqualTo("x");
        assertThat(Ansi.plain(ESC + "[12é")).isEqualTo("[12é");
    }

    @Test
    void what_cannot_be_seen_is_made_visible() {
        assertThat(Ansi.plain("a\u0000b\rc\bd\te\u007f\u009b")).isEqualTo("a␀b␍c␈d\te␡\ufffd");
        assertThat(Ansi.plain("if (admin\u202e) {")).isEqualTo("if (admin⟨U+202E⟩) {");
        assertThat(Ansi.plain("zero\u200bwidth")).isEqualTo("zero⟨U+200B⟩width");
        assertThat(Ansi.plain("Grüße 🐝 日本")).isEqualTo("Grüße 🐝 日本");
    }

    @Test
    void numbers_of_any_length_do_no_harm() {
        assertThat(classes("9".repeat(3000) + ";31m")).isEqualTo("fg1");
        assertThat(classes("38;5;99999m")).isEmpty();
        assertThat(classes(";".repeat(3000) + "31m")).isEqualTo("fg1");
    }

    @Test
    void bytes_are_stripped_of_the_same_sequences() {
        for (String line : List.of(
                "plain", ESC + "[31mréd" + ESC + "[0m", ESC + "]8;;x\u0007a" + ESC + "]open", ESC, "x" + ESC + "[1")) {
            byte[] bytes = ("<" + line + ">").getBytes(StandardCharsets.UTF_8);
            assertThat(new String(Ansi.stripped(bytes, 1, bytes.length - 1), StandardCharsets.UTF_8))
                    .isEqualTo(Ansi.plain(line));
        }
    }

    @Test
    void many_openings_take_no_more_time_than_few() {
        String hostile = (ESC + "]").repeat(500_000);
        assertThat(Ansi.plain(hostile)).hasSize(500_000);
    }

    private static String classes(String parameters) {
        List<Span> spans = Ansi.spans(ESC + "[" + parameters + "x");
        return spans.stream().map(Span::classes).collect(Collectors.joining("|"));
    }
}
