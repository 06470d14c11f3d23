package org.beeyard.check.mail;

import java.util.List;
import java.util.stream.Collectors;
import org.beeyard.check.CheckState;

/**
 * The words of a verdict's mail. Pure.
 *
 * @param url of the run's page; empty when the farm has no address
 * @param base the tree and commit it was compared with
 */
record VerdictText(
        CheckState state, String title, String sentence, String url, String base, List<Failure> failures, int beyond) {

    private static final int LINES = 40;
    private static final int WIDTH = 200;

    record Failure(String job, String title, String excerpt) {}

    String subject() {
        return "Re: " + title.replaceAll("\\s+", " ");
    }

    String body() {
        StringBuilder body = new StringBuilder();
        body.append(
                state == CheckState.FAIL
                        ? "The tests found new failures with this series.\n\n"
                        : "The tests pass now with this series.\n\n");
        body.append(sentence).append("\n\n");
        for (Failure failure : failures) {
            body.append(failure.job()).append(": ").append(failure.title()).append('\n');
            body.append(excerpt(failure.excerpt())).append('\n');
        }
        if (beyond > 0) {
            body.append("… and ").append(beyond).append(" more.\n\n");
        }
        if (!url.isEmpty()) {
            body.append("All of it: ").append(url).append('\n');
        }
        return body.append("Compared with ")
                .append(base)
                .append(", which was tested in the same way.\n")
                .toString();
    }

    /** From the first line that tells of a failure on, or else the end. */
    private static String excerpt(String text) {
        List<String> lines = text.strip().lines().toList();
        int from = Math.max(0, lines.size() - LINES);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(":FAIL:") || lines.get(i).startsWith("Error:")) {
                from = Math.max(0, i - 2);
                break;
            }
        }
        return lines.subList(from, Math.min(lines.size(), from + LINES)).stream()
                .map(line -> "  | " + (line.length() > WIDTH ? line.substring(0, WIDTH) + "…" : line) + "\n")
                .collect(Collectors.joining());
    }
}
