package org.beeyard.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.beeyard.job.JobState;
import org.beeyard.result.Verdict.Finding;
import org.beeyard.result.Verdict.Kind;

/** A verdict in one sentence, as checks, mails and pages say it. Pure. */
final class VerdictSentence {

    private static final int NAMED = 12;

    private VerdictSentence() {}

    static String of(List<JobOutcome> jobs, List<Finding> all, int tests, boolean compared) {
        List<Finding> findings = told(all);
        List<String> parts = new ArrayList<>();
        add(parts, count(findings, Kind.NEW_FAILURE), compared ? "new failure" : "failure", "s");
        add(parts, count(findings, Kind.MISSING), "missing", "");
        add(parts, count(findings, Kind.FLAKY), "flaky", "");
        add(parts, count(findings, Kind.GROWTH), "grown program", "s");
        int ruled = (int) findings.stream().filter(f -> f.ruled().isPresent()).count();
        add(parts, count(findings, Kind.KNOWN_FAILURE) - ruled, compared ? "known" : "failing", "");
        add(parts, ruled, "known by rule", "");
        add(parts, count(findings, Kind.ADVISORY), "advisory", "");
        add(parts, count(findings, Kind.FIXED), "fixed", "");
        int unknown = (int) findings.stream().filter(VerdictSentence::isUnknown).count();
        add(parts, unknown, "failing that the base did not get to", "");
        add(parts, count(findings, Kind.INFRASTRUCTURE) - unknown, "infrastructure error", "s");
        if (parts.isEmpty()) {
            parts.add("no failures");
        }
        add(parts, count(findings, Kind.GONE), "gone", "");
        add(parts, count(findings, Kind.UNFIT), "unfit for the kernel", "");
        String counts = String.join(", ", parts) + " in " + tests + " test" + (tests == 1 ? "" : "s");
        List<String> names = findings.stream()
                .filter(f -> isFresh(f) || isUnknown(f))
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

    private record OfTest(long job, String test) {}

    /** Tests and whole jobs; a subtest is told under its test, unless it fails anew and of its test nothing is new. As told_finding in the database. */
    private static List<Finding> told(List<Finding> all) {
        Set<OfTest> fresh = all.stream()
                .filter(f -> isFresh(f) && isWhole(f))
                .flatMap(f -> ofTest(f).stream())
                .collect(Collectors.toSet());
        return all.stream()
                .filter(f -> isWhole(f)
                        || isFresh(f) && ofTest(f).filter(fresh::contains).isEmpty())
                .toList();
    }

    private static Optional<OfTest> ofTest(Finding finding) {
        return finding.test().map(test -> new OfTest(finding.job(), test.test()));
    }

    private static boolean isWhole(Finding finding) {
        return finding.test().map(t -> t.subtest().isEmpty()).orElse(true);
    }

    private static boolean isFresh(Finding finding) {
        return finding.kind() == Kind.NEW_FAILURE || finding.kind() == Kind.MISSING;
    }

    private static int count(List<Finding> findings, Kind kind) {
        return (int) findings.stream().filter(f -> f.kind() == kind).count();
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
