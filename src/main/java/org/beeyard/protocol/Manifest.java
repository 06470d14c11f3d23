package org.beeyard.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agent's last word. Only with {@code complete} may an attempt have passed or failed.
 *
 * @param reports how many test reports the agent has delivered in all batches
 * @param batches how many batches it has delivered
 * @param logBytes the length of the log delivered
 * @param logDropped bytes left out of the middle of the log
 * @param steps build commands run
 * @param lists which tests were to run, when it was decided
 * @param built what a build made, when it did
 * @param cpuMillis processor time of everything the attempt ran
 * @param died whether its VM went down before its suite had ended: it panicked, say, hung, or never came up
 */
public record Manifest(
        boolean complete,
        Ending ending,
        @Nullable InfraReason reason,
        String sentence,
        @Nullable String accelerator,
        int reports,
        int batches,
        long logBytes,
        long logDropped,
        int steps,
        long cpuMillis,
        List<Artifact> artifacts,
        List<SplatReport> splats,
        @Nullable Lists lists,
        @Nullable Built built,
        boolean died) {

    /** More than the console's reader keeps of one boot. */
    private static final int MOST_SPLATS = 200;

    private static final int LONGEST_WORD = 40;

    public Manifest {
        accelerator = accelerator == null ? null : Printable.of(accelerator, LONGEST_WORD);
        artifacts = List.copyOf(artifacts);
        splats = splats.stream().limit(MOST_SPLATS).toList();
    }

    /** A file that the attempt leaves, already in the store. */
    public record Artifact(String name, String sha256, long size) {}

    /**
     * The tests that a suite was told to run and to leave out.
     *
     * @param allow empty for all
     * @param sources the lists of which these were made
     */
    public record Lists(List<String> allow, List<String> deny, List<String> sources) {

        public static final int MOST = 20_000;
        public static final int LONGEST = 512;

        public Lists {
            allow = bounded(allow);
            deny = bounded(deny);
            sources = bounded(sources);
        }

        private static List<String> bounded(List<String> names) {
            return names.stream()
                    .limit(MOST)
                    .map(name -> name.length() <= LONGEST ? name : name.substring(0, LONGEST))
                    .toList();
        }
    }

    /**
     * @param warnings of the build, the first ones; {@code allWarnings} with those that are not among them
     * @param kernelBytes of the image, {@code selftestsBytes} of what a VM needs of them
     */
    public record Built(List<Warning> warnings, int allWarnings, long kernelBytes, long selftestsBytes) {

        private static final int MOST = 200;

        public Built {
            warnings = warnings.stream().limit(MOST).toList();
        }
    }

    /**
     * @param file empty when none is named
     * @param line 0 when none is named
     */
    public record Warning(String file, int line, String words) {

        private static final int LONGEST = 512;

        public Warning {
            file = storable(file);
            words = storable(words);
        }

        private static String storable(String text) {
            return text.substring(0, Math.min(text.length(), LONGEST)).replace("\0", "");
        }
    }

    public record SplatReport(String kind, String fingerprint, String title, long line, String text) {

        private static final int LONGEST = 512;
        private static final int LONGEST_TEXT = 64 * 1024;

        public SplatReport {
            kind = Printable.of(kind, LONGEST_WORD);
            fingerprint = Printable.of(fingerprint, LONGEST);
            title = Printable.of(title, LONGEST);
            text = Printable.of(text, LONGEST_TEXT);
        }
    }
}
