package org.beeyard.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Several words at once. */
class QuartetsTest {

    @Test
    void agrees_with_a_plain_comparison() {
        Random random = new Random(3);
        List<String> words = List.of("FAIL", "rror", "RROR", "AILr");
        Quartets quartets = new Quartets(words.toArray(String[]::new));
        int found = 0;
        for (int round = 0; round < 300_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(14); i > 0; i--) {
                text.append("FAILroRO".charAt(random.nextInt(8)));
            }
            byte[] bytes = ("FAI" + text + "AIL").getBytes(StandardCharsets.US_ASCII);
            boolean expected = words.stream().anyMatch(text.toString()::contains);
            assertThat(quartets.in(bytes, 3, bytes.length - 3))
                    .as(text.toString())
                    .isEqualTo(expected);
            found += expected ? 1 : 0;
        }
        assertThat(found).isPositive();
    }
}
