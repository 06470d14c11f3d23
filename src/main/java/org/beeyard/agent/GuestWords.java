package org.beeyard.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a guest says on its control port; {@code vm-init} is the other side. */
final class GuestWords {

    private static final int MOST_TESTS = 100_000;

    private @Nullable String ready;
    private final List<String> listed = new ArrayList<>();
    private @Nullable Integer exit;
    private boolean done;

    synchronized void line(String line) {
        if (line.startsWith("ready ")) {
            ready = line.substring(6);
        } else if (line.startsWith("list ") && listed.size() < MOST_TESTS) {
            listed.add(line.substring(5).strip());
        } else if (line.startsWith("exit ")) {
            String status = line.substring(line.lastIndexOf(' ') + 1);
            exit = status.matches("\\d{1,3}") ? Integer.valueOf(status) : Integer.valueOf(255);
        } else if (line.equals("done")) {
            done = true;
        }
    }

    /** Where and what booted: {@code uptime=… kernel=… arch=…}. */
    synchronized Optional<String> ready() {
        return Optional.ofNullable(ready);
    }

    synchronized List<String> listed() {
        return List.copyOf(listed);
    }

    /** The suite's exit status, when it got there. */
    synchronized Optional<Integer> exit() {
        return Optional.ofNullable(exit);
    }

    synchronized boolean done() {
        return done;
    }
}
