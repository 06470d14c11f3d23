package org.beeyard.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.result.Verdict.Finding;
import org.beeyard.rule.Coverage;
import org.beeyard.rule.Failing;
import org.beeyard.rule.Rule;

/** What people's rules make of a verdict: failures that they name are known ones. Pure. */
final class Ruling {

    private Ruling() {}

    /** What a job runs, and for what. */
    record Place(String suite, String arch) {}

    /**
     * @param places by job
     * @param compared whether the verdict is on a series; on a base alone a failure is never new, and a rule still knows it
     */
    static Verdict of(Verdict raw, List<JobOutcome> jobs, Map<Long, Place> places, List<Rule> rules, boolean compared) {
        Map<Failing, Rule> covered = Coverage.of(
                raw.findings().stream()
                        .flatMap(finding -> failing(finding, places, compared).stream())
                        .toList(),
                rules);
        if (covered.isEmpty()) {
            return raw;
        }
        List<Finding> findings = raw.findings().stream()
                .map(finding -> failing(finding, places, compared)
                        .map(covered::get)
                        .map(rule -> finding.knownBy(rule.id()))
                        .orElse(finding))
                .toList();
        return Verdict.of(jobs, findings, compared);
    }

    private static Optional<Failing> failing(Finding finding, Map<Long, Place> places, boolean compared) {
        boolean counts = switch (finding.kind()) {
            case NEW_FAILURE, MISSING, INFRASTRUCTURE -> true;
            case KNOWN_FAILURE -> !compared;
            case FLAKY, GROWTH, UNFIT, ADVISORY, GONE, FIXED -> false;
        };
        Place place = places.get(finding.job());
        return !counts || place == null
                ? Optional.empty()
                : finding.test()
                        .map(test ->
                                new Failing(finding.job(), place.suite(), place.arch(), test.test(), test.subtest()));
    }
}
