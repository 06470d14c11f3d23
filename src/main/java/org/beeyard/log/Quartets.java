package org.beeyard.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Words of four letters, any of which is looked for at once; most bytes are passed over in strides of up to four. */
final class Quartets {

    private static final int LENGTH = 4;

    private final byte[][] words;
    private final byte[] stride = new byte[256];

    Quartets(String... words) {
        this.words = new byte[words.length][];
        Arrays.fill(stride, (byte) LENGTH);
        for (int w = 0; w < words.length; w++) {
            byte[] word = words[w].getBytes(StandardCharsets.US_ASCII);
            if (word.length != LENGTH) {
                throw new IllegalArgumentException(words[w] + " has not four letters");
            }
            this.words[w] = word;
            for (int i = 0; i < LENGTH; i++) {
                stride[word[i]] = (byte) Math.min(stride[word[i]], LENGTH - 1 - i);
            }
        }
    }

    boolean in(byte[] bytes, int from, int to) {
        for (int last = from + LENGTH - 1; last < to; ) {
            int onward = stride[bytes[last] & 0xff];
            if (onward > 0) {
                last += onward;
                continue;
            }
            for (byte[] word : words) {
                if (Arrays.equals(bytes, last - LENGTH + 1, last + 1, word, 0, LENGTH)) {
                    return true;
                }
            }
            last++;
        }
        return false;
    }
}
