package org.beeyard.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Words in a log. */
class LogSearchTest {

    @Test
    void finds_lines_in_either_case_and_says_what_is_around() throws IOException {
        Found found = find("nothing\nthe KASAN report\nkasan kasan\nGRÜSSE\n", "Kasan", 0);
        assertThat(found.lines()).isEqualTo(2);
        assertThat(found.hits())
                .containsExactly(new Found.Hit(2, "the ", "KASAN", " report"), new Found.Hit(3, "", "kasan", " kasan"));
        assertThat(find("GRÜSSE", "grÜsse", 0).lines()).isEqualTo(1);
        assertThat(find("a.b\naxb\n", "a.b", 0).lines()).isEqualTo(1);
    }

    @Test
    void colours_do_not_come_between() throws IOException {
        assertThat(find("\u001b[1mver\u001b[31mifier\u001b[0m", "verifier", 0).hits())
                .containsExactly(new Found.Hit(1, "", "verifier", ""));
    }

    @Test
    void counts_all_lines_and_gives_some_from_a_line_on() throws IOException {
        String log = "hit\nmiss\n".repeat(1_000);
        Found first = find(log, "hit", 0);
        assertThat(first.lines()).isEqualTo(1_000);
        assertThat(first.hits()).hasSize(LogSearch.MOST_HITS);
        assertThat(first.more()).isTrue();
        Found last = find(log, "hit", 1_997);
        assertThat(last.lines()).isEqualTo(1_000);
        assertThat(last.hits()).extracting(Found.Hit::line).containsExactly(1_999L);
        assertThat(last.more()).isFalse();
    }

    @Test
    void finds_words_anywhere_in_a_line_of_a_megabyte_and_counts_it_once() throws IOException {
        for (int at : new int[] {0, LineFeed.PIECE - 3, LineFeed.PIECE, 700_000, (1 << 20) - 6}) {
            StringBuilder line = new StringBuilder("é".repeat(1 << 19));
            byte[] bytes = line.toString().getBytes(StandardCharsets.UTF_8);
            System.arraycopy("needle".getBytes(StandardCharsets.US_ASCII), 0, bytes, at, 6);
            Found found = new LogSearch("NEEDLE", 0).in(new LineFeed(new ByteArrayInputStream(bytes), 0, 1));
            assertThat(found.lines()).as("at " + at).isEqualTo(1);
            assertThat(found.hits().getFirst().before().length()).isLessThan(130);
            assertThat(found.hits().getFirst().words()).isEqualTo("needle");
        }
        assertThat(find("needle ".repeat(200_000), "needle", 0).lines()).isEqualTo(1);
    }

    @Test
    void agrees_with_a_plain_comparison() {
        Random random = new Random(2);
        for (int round = 0; round < 20_000; round++) {
            String text = word(random, 30);
            String words = word(random, 4);
            if (!words.isEmpty()) {
                byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
                assertThat(new Needle(words).in(bytes, 0, bytes.length))
                        .as(words + " in " + text)
                        .isEqualTo(text.toLowerCase(Locale.ROOT).indexOf(words.toLowerCase(Locale.ROOT)));
            }
        }
    }

    private static String word(Random random, int most) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            word.append("aAbB[".charAt(random.nextInt(5)));
        }
        return word.toString();
    }

    private static Found find(String log, String words, long after) throws IOException {
        return new LogSearch(words, after)
                .in(new LineFeed(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)), 0, 1));
    }
}
