package org.beeyard.testout;

import java.util.ArrayDeque;
import java.util.Deque;

/** The beginning and the end of a log of any length, in bounded memory. */
final class LogExcerpt {

    private static final int HEAD = 16 * 1024;
    private static final int TAIL = 40 * 1024;
    private static final int LINE = 4 * 1024;

    private final StringBuilder head = new StringBuilder();
    private final Deque<String> tail = new ArrayDeque<>();
    private int tailLength;
    private long dropped;

    void add(String line) {
        String kept =
                line.length() <= LINE ? line : line.substring(0, LINE) + " [… " + (line.length() - LINE) + " more]";
        if (dropped == 0 && tail.isEmpty() && head.length() + kept.length() < HEAD) {
            head.append(kept).append('\n');
            return;
        }
        tail.addLast(kept);
        tailLength += kept.length() + 1;
        while (tailLength > TAIL) {
            tailLength -= tail.removeFirst().length() + 1;
            dropped++;
        }
    }

    void clear() {
        head.setLength(0);
        tail.clear();
        tailLength = 0;
        dropped = 0;
    }

    String text() {
        StringBuilder all = new StringBuilder(head);
        if (dropped > 0) {
            all.append("[… ").append(dropped).append(" lines left out]\n");
        }
        tail.forEach(line -> all.append(line).append('\n'));
        return all.toString();
    }
}
