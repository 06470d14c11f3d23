package org.beeyard.export;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.beeyard.protocol.AttemptSpec.BlobRef;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to run a failed attempt again, and where it comes from.
 *
 * @param accelerator that the farm used
 * @param seconds that the farm gave the suite
 * @param ciCommit of the CI configuration, empty without one
 * @param patches of the series that were applied
 * @param failed names of its broken tests
 * @param vm the kernel and the selftests
 * @param guest what was laid down for this guest
 */
public record Bundle(
        long attempt,
        long job,
        String jobName,
        String suite,
        String arch,
        String accelerator,
        int cpus,
        long memoryBytes,
        long seconds,
        @Nullable String sentence,
        String tree,
        String commit,
        String subject,
        String ciCommit,
        @Nullable Long series,
        @Nullable String title,
        int patches,
        List<String> failed,
        BlobRef vm,
        @Nullable BlobRef ci,
        BlobRef guest,
        @Nullable BlobRef root) {

    private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}");

    public Bundle {
        failed = List.copyOf(failed);
    }

    /** How much there is to fetch, about: archives are packed anew on the way. */
    public long size() {
        return blobs().stream().mapToLong(BlobRef::size).sum();
    }

    List<BlobRef> blobs() {
        return java.util.stream.Stream.of(vm, ci, guest, root)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    public String folder() {
        return "beeyard-attempt-" + attempt;
    }

    /** For the shell. */
    String settings() {
        return "attempt=" + attempt + "\narch=" + quoted(arch) + "\nsuite=" + quoted(suite) + "\naccel="
                + quoted(accelerator) + "\ncpus=" + cpus + "\nmemory=" + memoryBytes + "\nlimit=" + seconds + "\n";
    }

    /** A name a line; one that is none cannot be asked for. */
    String failedLines() {
        StringBuilder lines = new StringBuilder();
        failed.stream()
                .filter(name -> !UNPRINTABLE.matcher(name).find())
                .forEach(name -> lines.append(name).append('\n'));
        return lines.toString();
    }

    /** @param farm its address */
    String readme(String farm) {
        String sources = "Sources: " + tree + " " + commit + " (" + subject + ")"
                + (ciCommit.isEmpty() ? "" : "\n         with the CI configuration " + ciCommit)
                + (series == null
                        ? ""
                        : "\n         and " + patches + (patches == 1 ? " patch" : " patches") + " of " + title
                                + ": git checkout " + commit + " && git am series.mbox");
        return printable("""
                %s, attempt %d: %s
                %s/jobs/%d

                ./reproduce.sh            runs the tests that failed (see failed)
                ./reproduce.sh TEST...    runs these
                ./reproduce.sh --all      runs all that the attempt ran
                ./reproduce.sh --print    shows the QEMU line

                It needs bash and QEMU, and not to be root. kernel was built with config by what toolchain names.

                %s
                """.formatted(jobName, attempt, sentence == null ? "" : sentence, farm, job, sources));
    }

    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n]]", "\uFFFD");
    }

    /** As one word of a POSIX shell, whatever is in it; empty for what a terminal would not take as it stands. */
    public static Optional<String> word(String text) {
        return UNPRINTABLE.matcher(text).find()
                ? Optional.empty()
                : Optional.of(text.matches("[\\w@%+=:,./-]+") ? text : quoted(text));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
