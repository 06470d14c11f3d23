package org.beeyard.agent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a guest says on its control port; {@code vm-init} is the other side. */
final class GuestWords {

    private static final int MOST_TESTS = 20_000;
    private static final int LONGEST_NAME = 512;
    private static final long LIST_MILLIS = 5_000;
    private static final int MOST_REPORT = 6 << 20;

    private @Nullable String ready;
    private final List<String> listed = new ArrayList<>();
    private final List<String> wanted = new ArrayList<>();
    private @Nullable Integer exit;
    private boolean complete;
    private final StringBuilder report = new StringBuilder();

    synchronized void line(String line) {
        if (line.startsWith("ready ")) {
            ready = line.substring(6);
        } else if (line.startsWith("list ")) {
            add(listed, line.substring(5));
        } else if (line.startsWith("wanted ")) {
            add(wanted, line.substring(7));
        } else if (line.equals("listed")) {
            complete = true;
            notifyAll();
        } else if (line.startsWith("report ")) {
            if (report.length() < MOST_REPORT) {
                report.append(line, 7, line.length());
            }
        } else if (line.startsWith("exit ")) {
            String status = line.substring(line.lastIndexOf(' ') + 1);
            exit = status.matches("\\d{1,3}") ? Integer.valueOf(status) : Integer.valueOf(255);
        }
    }

    /** It will say no more: a list that is not complete is not waited for. */
    synchronized void over() {
        complete = true;
        notifyAll();
    }

    private void add(List<String> names, String name) {
        if (!complete && names.size() < MOST_TESTS && name.length() < LONGEST_NAME) {
            names.add(name.strip());
        }
    }

    /** Where and what booted: {@code uptime=… kernel=… arch=…}. */
    synchronized Optional<String> ready() {
        return Optional.ofNullable(ready);
    }

    /** The whole list. It comes on another port than the first test's words, so those may be earlier: then it waits. */
    synchronized List<String> listed() {
        long deadline = System.nanoTime() + LIST_MILLIS * 1_000_000;
        try {
            while (!complete && System.nanoTime() < deadline) {
                wait(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        complete = true;
        return Collections.unmodifiableList(listed);
    }

    /** Of the list those that are to run. */
    synchronized List<String> wanted() {
        listed();
        return Collections.unmodifiableList(wanted);
    }

    /** The file in which the suite says what it found, where it left one. */
    synchronized Optional<String> report() {
        if (report.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] file = Base64.getMimeDecoder().decode(report.toString());
            return Optional.of(new String(file, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.of(""); // nothing that could be read
        }
    }

    /** The suite's exit status, when it got there. */
    synchronized Optional<Integer> exit() {
        return Optional.ofNullable(exit);
    }
}
