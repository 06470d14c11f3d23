package org.beeyard.log;

import java.nio.charset.StandardCharsets;

/** Words to be found among bytes; of letters only A to Z are the same in both cases. */
final class Needle {

    private final byte[] words;
    private final int[] shift = new int[256];

    /** @param text not empty */
    Needle(String text) {
        words = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < words.length; i++) {
            words[i] = folded(words[i]);
        }
        java.util.Arrays.fill(shift, words.length);
        for (int i = 0; i < words.length - 1; i++) {
            shift[words[i] & 0xff] = words.length - 1 - i;
            shift[upper(words[i]) & 0xff] = words.length - 1 - i;
        }
    }

    int length() {
        return words.length;
    }

    /** Where they begin, or -1. By Horspool: most bytes are not even looked at. */
    int in(byte[] bytes, int from, int to) {
        int last = words.length - 1;
        for (int at = from; at + last < to; at += shift[bytes[at + last] & 0xff]) {
            int i = last;
            while (i >= 0 && folded(bytes[at + i]) == words[i]) {
                i--;
            }
            if (i < 0) {
                return at;
            }
        }
        return -1;
    }

    private static byte folded(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    private static byte upper(byte b) {
        return b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
    }
}
