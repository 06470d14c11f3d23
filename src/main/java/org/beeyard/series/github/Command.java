package org.beeyard.series.github;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a comment asks for: a line of its own that begins with a slash. Quoted and fenced lines are nobody's wish. Pure. */
sealed interface Command {

    /** @param words suites and archs; empty for all */
    record Retest(Set<String> words) implements Command {
        public Retest {
            words = Set.copyOf(words);
        }
    }

    record Cancel() implements Command {}

    record Approve() implements Command {}

    int MOST_WORDS = 20;
    int MOST = 5;

    static List<Command> in(String comment) {
        List<Command> commands = new ArrayList<>();
        String fence = "";
        for (String line : comment.lines().toList()) {
            String bare = line.strip();
            if (!fence.isEmpty()) {
                fence = bare.startsWith(fence) ? "" : fence;
            } else if (bare.startsWith("```") || bare.startsWith("~~~")) {
                fence = bare.substring(0, 3);
            } else if (line.startsWith("/") && commands.size() < MOST) {
                List<String> words = List.of(bare.split("[\\s,]+"));
                switch (words.getFirst()) {
                    case "/retest" ->
                        commands.add(
                                new Retest(new LinkedHashSet<>(words.subList(1, Math.min(words.size(), MOST_WORDS)))));
                    case "/cancel" -> commands.add(new Cancel());
                    case "/approve" -> commands.add(new Approve());
                    default -> {} // somebody else's
                }
            }
        }
        return commands;
    }
}
