package org.beeyard.client;

import java.time.Duration;

/** Says things to a person: progress in one line that moves on a terminal, and as a line now and then elsewhere. */
public final class Terminal {

    private static final Duration SELDOM = Duration.ofSeconds(30);
    private static final int WIDTH = 110;

    private final boolean moving = System.console() != null && System.console().isTerminal();
    private String last = "";
    private long said;

    /** What strangers wrote may hold words that a terminal obeys. */
    public static String harmless(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    void progress(String words) {
        String line = harmless(words);
        if (moving) {
            String shown = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
            System.out.print("\r\u001b[K  " + shown);
            System.out.flush();
            last = shown;
        } else if (!line.equals(last) && System.nanoTime() - said > SELDOM.toNanos()) {
            System.out.println("  " + line);
            last = line;
            said = System.nanoTime();
        }
    }

    void line(String words) {
        String line = harmless(words);
        if (moving && !last.isEmpty()) {
            System.out.print("\r\u001b[K");
            last = "";
        }
        System.out.println(line);
    }
}
