package org.beeyard.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void cuts_at_line_ends_and_keeps_an_unfinished_last_line() throws IOException {
        assertThat(lines("one\r\ntwo\n\nthree".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("one", "two", "", "three");
    }

    @Test
    void keeps_colours_and_replaces_what_could_play_tricks() throws IOException {
        assertThat(lines("\u001b[31mred\u001b[0m\u0000\u0007é\n".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("\u001b[31mred\u001b[0m\uFFFD\uFFFDé");
    }

    @Test
    void bounds_a_line_and_says_how_much_is_left_out() throws IOException {
        byte[] line = ("x".repeat(1 << 20) + "\n").getBytes(StandardCharsets.UTF_8);
        assertThat(lines(line))
                .singleElement()
                .satisfies(text -> assertThat(text).hasSizeLessThan(17_000).endsWith("[… 1032192 bytes more]"));
    }

    @Test
    void leaves_away_what_a_guest_pads_its_last_words_with() throws IOException {
        String padding = "\0".repeat(200) + "\n";
        assertThat(lines(
                        ("last\n" + padding + "next\nunfinished" + padding + padding).getBytes(StandardCharsets.UTF_8)))
                .containsExactly("last", "next", "unfinished");
    }

    @Test
    void survives_any_bytes() throws IOException {
        byte[] garbage = new byte[1 << 20];
        new Random(7).nextBytes(garbage);
        assertThat(lines(garbage))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).doesNotContain("\u0000", "\n", "\r"));
    }

    private static List<String> lines(byte[] bytes) throws IOException {
        List<String> lines = new ArrayList<>();
        Lines.read(new ByteArrayInputStream(bytes), lines::add);
        return lines;
    }
}
