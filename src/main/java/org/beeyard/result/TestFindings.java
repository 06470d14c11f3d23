package org.beeyard.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.beeyard.protocol.Outcome;
import org.beeyard.result.JobOutcome.Seen;
import org.beeyard.result.JobOutcome.TestKey;
import org.beeyard.result.Verdict.Finding;
import org.beeyard.result.Verdict.Kind;

/** What is to be said of the tests of a job, beside those of its base's. Pure. */
final class TestFindings {

    private TestFindings() {}

    static List<Finding> of(JobOutcome job, Optional<JobOutcome> base, boolean compared) {
        Map<TestKey, Seen> before = base.map(JobOutcome::tests).orElse(Map.of());
        Set<String> brokenTests = job.tests().entrySet().stream()
                .filter(t ->
                        t.getKey().subtest().isEmpty() && t.getValue().first().broken())
                .map(t -> t.getKey().test())
                .collect(Collectors.toSet());
        Set<String> flakyTests = job.tests().entrySet().stream()
                .filter(t -> t.getKey().subtest().isEmpty() && t.getValue().flaky())
                .map(t -> t.getKey().test())
                .collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>();
        job.tests().forEach((key, seen) -> {
            if (!key.subtest().isEmpty() && flakyTests.contains(key.test())) {
                return; // told with its test: in the rerun it may not even have had the same name
            }
            if (!key.subtest().isEmpty() && !brokenTests.contains(key.test())) {
                return; // the test's own line decides: some fail a subtest on purpose
            }
            kind(seen, Optional.ofNullable(before.get(key)), compared)
                    .filter(kind -> key.subtest().isEmpty() || kind != Kind.UNFIT) // its test says it
                    .ifPresent(kind -> findings.add(new Finding(
                            kind,
                            job.job(),
                            Optional.of(key),
                            key.fullName(),
                            Optional.ofNullable(before.get(key)).map(TestFindings::words),
                            Optional.of(words(seen)),
                            seen.excerpt(),
                            Optional.empty())));
        });
        if (compared && job.ran() && base.map(JobOutcome::ran).orElse(false)) {
            before.forEach((key, seen) -> {
                if (key.subtest().isEmpty()
                        && !seen.first().broken()
                        && !job.tests().containsKey(key)) {
                    findings.add(new Finding(
                            Kind.MISSING,
                            job.job(),
                            Optional.of(key),
                            key.fullName(),
                            Optional.of(words(seen)),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty()));
                }
            });
        }
        return findings;
    }

    private static Optional<Kind> kind(Seen seen, Optional<Seen> base, boolean compared) {
        boolean baseBroken = !compared || base.map(Seen::broken).orElse(false);
        boolean baseFlaky = base.map(Seen::flaky).orElse(false);
        if (seen.flaky() || seen.broken() && baseFlaky) {
            return Optional.of(Kind.FLAKY);
        }
        if (seen.unfit()) {
            boolean lost = compared
                    ? base.map(b -> !b.unfit() && !b.broken() && !baseFlaky).orElse(true)
                    : seen.fitted();
            return Optional.of(!lost ? Kind.UNFIT : compared ? Kind.NEW_FAILURE : Kind.KNOWN_FAILURE);
        }
        if (seen.broken()) {
            return Optional.of(
                    baseBroken
                            ? Kind.KNOWN_FAILURE
                            : seen.first() == Outcome.MISSING ? Kind.MISSING : Kind.NEW_FAILURE);
        }
        return compared && base.isPresent() && base.get().broken() ? Optional.of(Kind.FIXED) : Optional.empty();
    }

    private static String words(Seen seen) {
        return seen.first() + seen.again().map(again -> ", then " + again).orElse("");
    }
}
