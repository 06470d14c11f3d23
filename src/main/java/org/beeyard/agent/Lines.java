package org.beeyard.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a stream of anything into lines of bounded length. What is no text becomes U+FFFD, control characters go, and so do the
 * NULs with which a guest pushes its last words out ({@code vm-init}).
 */
final class Lines {

    static final int LONGEST = 16 * 1024;
    private static final char REPLACED = '\uFFFD';

    private Lines() {}

    /** Returns when the stream ends. */
    static void read(InputStream in, Consumer<String> lines) throws IOException {
        byte[] buffer = new byte[1 << 16];
        byte[] line = new byte[LONGEST];
        int length = 0;
        long dropped = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            for (int i = 0; i < n; i++) {
                byte b = buffer[i];
                if (b == '\n') {
                    end(line, length, dropped, lines);
                    length = 0;
                    dropped = 0;
                } else if (length < LONGEST) {
                    line[length++] = b;
                } else {
                    dropped++;
                }
            }
        }
        if (length > 0) {
            end(line, length, dropped, lines);
        }
    }

    private static void end(byte[] line, int length, long dropped, Consumer<String> lines) {
        int words = length;
        while (words > 0 && line[words - 1] == 0) {
            words--;
        }
        if (words > 0 || length == 0) {
            lines.accept(text(line, words, dropped));
        }
    }

    private static String text(byte[] line, int length, long dropped) {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        String decoded = new String(line, 0, end, StandardCharsets.UTF_8);
        StringBuilder clean = new StringBuilder(decoded.length());
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            boolean kept = c == '\t' || c == 0x1b || c >= ' ' && c != 0x7f;
            clean.append(kept ? c : REPLACED);
        }
        return dropped == 0 ? clean.toString() : clean + " [… " + dropped + " bytes more]";
    }
}
