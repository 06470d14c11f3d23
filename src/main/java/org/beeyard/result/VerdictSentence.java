package org.beeyard.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.beeyard.job.JobState;
import org.beeyard.result.Verdict.Finding;
import org.beeyard.result.Verdict.Kind;

/** A verdict in one sentence, as checks, mails and pages say it. Pure. */
final class VerdictSentence {

    private static final int NAMED = 12;

    private VerdictSentence() {}

    static String of(List<JobOutcome> jobs, List<Finding> findings, int tests, boolean compared) {
        List<String> parts = new ArrayList<>();
        List<Finding> fresh = findings.stream()
                .filter(f -> f.kind() == Kind.NEW_FAILURE && whole(f))
                .toList();
        add(parts, fresh.size(), compared ? "new failure" : "failure", "s");
        add(parts, count(findings, Kind.MISSING), "missing", "");
        add(parts, count(findings, Kind.FLAKY), "flaky", "");
        add(parts, count(findings, Kind.GROWTH), "grown program", "s");
        int ruled = (int)
                findings.stream().filter(f -> f.ruled().isPresent() && whole(f)).count();
        add(parts, count(findings, Kind.KNOWN_FAILURE) - ruled, compared ? "known" : "failing", "");
        add(parts, ruled, "known by rule", "");
        add(parts, count(findings, Kind.ADVISORY), "advisory", "");
        add(parts, count(findings, Kind.FIXED), "fixed", "");
        int unknown =
                (int) findings.stream().filter(f -> isUnknown(f) && whole(f)).count();
        add(parts, unknown, "failing that the base did not get to", "");
        add(parts, count(findings, Kind.INFRASTRUCTURE) - unknown, "infrastructure error", "s");
        if (parts.isEmpty()) {
            parts.add("no failures");
        }
        add(parts, count(findings, Kind.GONE), "gone", "");
        add(parts, count(findings, Kind.UNFIT), "unfit for the kernel", "");
        String counts = String.join(", ", parts) + " in " + tests + " test" + (tests == 1 ? "" : "s");
        List<String> names = findings.stream()
                .filter(f -> (f.kind() == Kind.NEW_FAILURE || f.kind() == Kind.MISSING || isUnknown(f)) && whole(f))
                .map(finding -> finding.title().replaceFirst("\\.$", ""))
                .distinct()
                .toList();
        int more = names.size() - NAMED;
        String failed = names.isEmpty()
                ? ""
                : ": " + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                        + (more > 0 ? " and " + more + " more" : "");
        String skipped = jobs.stream().anyMatch(j -> j.state() == JobState.SKIPPED)
                ? " Not run: "
                        + jobs.stream()
                                .filter(j -> j.state() == JobState.SKIPPED)
                                .map(JobOutcome::name)
                                .collect(Collectors.joining(", "))
                        + "."
                : "";
        return capital(counts) + failed + "." + skipped;
    }

    /** A test that fails, or a splat, and nobody knows whether it was so before. */
    private static boolean isUnknown(Finding finding) {
        return finding.kind() == Kind.INFRASTRUCTURE && (finding.test().isPresent() || finding.splat());
    }

    /** Counts tests and whole jobs; a failing subtest is told under its test. */
    private static boolean whole(Finding finding) {
        return finding.test().map(t -> t.subtest().isEmpty()).orElse(true);
    }

    private static int count(List<Finding> findings, Kind kind) {
        return (int) findings.stream().filter(f -> f.kind() == kind && whole(f)).count();
    }

    private static void add(List<String> parts, int count, String what, String plural) {
        if (count > 0) {
            parts.add(count + " " + what + (count == 1 ? "" : plural));
        }
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0))
                + Objects.requireNonNull(text).substring(1);
    }
}
