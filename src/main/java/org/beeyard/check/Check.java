package org.beeyard.check;

import java.util.Optional;

/**
 * A named state of a run, to be shown elsewhere.
 *
 * @param culprit the patch that alone is to blame, from 1: on the others the check is a warning
 * @param path of the farm's page that explains it
 */
public record Check(Subject subject, CheckState state, String description, Optional<Integer> culprit, String path) {

    private static final int MOST = 255;

    public Check {
        description = fitting(description);
    }

    /** As others take and store it: one line of {@value #MOST} characters. */
    static String fitting(String words) {
        String line = words.replaceAll("\\s+", " ").strip();
        return line.length() <= MOST ? line : line.substring(0, MOST - 1) + "…";
    }

    /** What it is about. */
    public sealed interface Subject {

        /** The whole run, or that there can be none. */
        record Summary() implements Subject {}

        /** @param suite {@code build} for a build */
        record OfJob(String name, String arch, String compiler, String suite) implements Subject {}
    }

    /** The check as it is shown on one patch of the series. */
    public Check on(int patch) {
        if (state != CheckState.FAIL || culprit.isEmpty() || culprit.get() == patch) {
            return this;
        }
        String words = switch (subject) {
            case Subject.Summary _ -> description; // which names the patch
            case Subject.OfJob _ -> "Patch " + culprit.get() + " is to blame: " + description;
        };
        return new Check(subject, CheckState.WARNING, words, culprit, path);
    }
}
