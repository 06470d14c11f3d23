package org.beeyard.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lines out of bytes. */
class LineFeedTest {

    @Test
    void numbers_lines_and_says_where_they_begin() throws IOException {
        assertThat(said("one\n\nthree", 7, 4)).containsExactly("4@7 one.", "5@11 .", "6@12 three");
        assertThat(said("one\n", 0, 1)).containsExactly("1@0 one.");
        assertThat(said("", 0, 1)).isEmpty();
    }

    @Test
    void a_line_longer_than_a_piece_comes_in_pieces_that_overlap() throws IOException {
        String text = "x".repeat(LineFeed.PIECE) + "needle" + "y".repeat(LineFeed.PIECE) + "\nnext\n";
        LineFeed feed = feed(text);
        assertThat(feed.next()).isTrue();
        assertThat(feed.starts()).isTrue();
        assertThat(feed.ends()).isFalse();
        assertThat(feed.next()).isTrue();
        assertThat(feed.starts()).isFalse();
        assertThat(feed.offset()).isEqualTo(LineFeed.PIECE - LineFeed.OVERLAP);
        assertThat(new String(feed.bytes(), feed.from(), feed.to() - feed.from(), StandardCharsets.US_ASCII))
                .contains("xneedley");
        assertThat(feed.next()).isTrue();
        assertThat(feed.line()).isEqualTo(1);
        assertThat(feed.ends()).isTrue();
        assertThat(feed.offsetAfter()).isEqualTo(2 * LineFeed.PIECE + 7);
        assertThat(feed.next()).isTrue();
        assertThat(feed.line()).isEqualTo(2);
        assertThat(feed.next()).isFalse();
    }

    @Test
    void a_line_as_long_as_a_piece_is_one_line() throws IOException {
        for (int length = LineFeed.PIECE - 1; length <= LineFeed.PIECE + 1; length++) {
            for (String ending : List.of("", "\n", "\nz")) {
                LineFeed feed = feed("x".repeat(length) + ending);
                long seen = 0;
                long last = 0;
                while (feed.next()) {
                    last = feed.line();
                    if (feed.line() == 1) {
                        seen = feed.offset() + feed.to() - feed.from();
                    }
                }
                assertThat(seen).isEqualTo(length);
                assertThat(last).isEqualTo(ending.equals("\nz") ? 2 : 1);
            }
        }
    }

    @Test
    void finds_the_same_lines_however_the_bytes_arrive() throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            String line = "a".repeat(random.nextInt(300)) + i;
            lines.add(line);
            text.append(line).append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        InputStream trickle = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(9_000)));
            }
        };
        LineFeed feed = new LineFeed(trickle, 0, 1);
        List<String> found = new ArrayList<>();
        while (feed.next()) {
            found.add(Landmarks.decoded(bytes, (int) feed.offset(), (int) feed.offsetAfter() - 1));
        }
        assertThat(found).isEqualTo(lines);
    }

    private static LineFeed feed(String text) {
        return new LineFeed(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), 0, 1);
    }

    private static List<String> said(String text, long offset, long line) throws IOException {
        LineFeed feed = new LineFeed(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), offset, line);
        List<String> said = new ArrayList<>();
        while (feed.next()) {
            said.add(feed.line() + "@" + feed.offset() + " " + Landmarks.decoded(feed.bytes(), feed.from(), feed.to())
                    + (feed.ends() ? "." : ""));
        }
        return said;
    }
}
