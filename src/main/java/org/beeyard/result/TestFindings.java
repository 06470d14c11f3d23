package org.beeyard.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
        Predicate<String> lost = base.map(TestFindings::lost).orElse(test -> false);
        Predicate<String> diedIn = base.map(TestFindings::diedIn).orElse(test -> false);
        Set<String> brokenTests = job.tests().entrySet().stream()
                .filter(t ->
                        t.getKey().subtest().isEmpty() && t.getValue().word().broken())
                .map(t -> t.getKey().test())
                .collect(Collectors.toSet());
        Set<String> flakyTests = job.tests().entrySet().stream()
                .filter(t -> t.getKey().subtest().isEmpty() && t.getValue().flaky())
                .map(t -> t.getKey().test())
                .collect(Collectors.toSet());
        List<Finding> findings = new ArrayList<>();
        job.tests().forEach((key, seen) -> {
            if (job.died() && seen.lost()) {
                return; // one death loses many tests: it is the finding, they are its consequence
            }
            if (!key.subtest().isEmpty() && flakyTests.contains(key.test())) {
                return; // told with its test: in the rerun it may not even have had the same name
            }
            if (!key.subtest().isEmpty() && !before.containsKey(key) && diedIn.test(key.test())) {
                return; // the base told no subtests of the test that its VM died in; the test itself is known
            }
            if (!key.subtest().isEmpty() && !brokenTests.contains(key.test())) {
                return; // the test's own line decides: some fail a subtest on purpose
            }
            kind(seen, Optional.ofNullable(before.get(key)), lost.test(key.test()), compared)
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
        if (compared && job.ran() && !job.died() && base.map(JobOutcome::ran).orElse(false)) {
            Reach reach = Reach.of(job);
            before.forEach((key, seen) -> {
                if (key.subtest().isEmpty()
                        && seen.word() == Outcome.PASS
                        && !job.tests().containsKey(key)) {
                    findings.add(new Finding(
                            job.compares() && reach.covers(key) || job.toldAll() ? Kind.GONE : Kind.MISSING,
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

    /** By name, which tests the base did not get to: where it died, and had named none before it ran them, it may be any that it has not. */
    private static Predicate<String> lost(JobOutcome base) {
        Map<String, Seen> own = base.tests().entrySet().stream()
                .filter(test -> test.getKey().subtest().isEmpty())
                .collect(Collectors.toMap(test -> test.getKey().test(), Map.Entry::getValue));
        boolean named = own.values().stream().anyMatch(seen -> seen.first() == Outcome.MISSING);
        boolean unknown = (base.died() || base.vmDied()) && !named;
        return test -> Optional.ofNullable(own.get(test)).map(Seen::lost).orElse(unknown);
    }

    /** The test under way when the base's VM died. */
    private static Predicate<String> diedIn(JobOutcome base) {
        return test -> base.died()
                && base.tests().entrySet().stream()
                        .anyMatch(own -> own.getKey().subtest().isEmpty()
                                && own.getKey().test().equals(test)
                                && own.getValue().word() == Outcome.ERROR);
    }

    /** @param lost whether the base did not get to it: what it would have said nobody knows */
    private static Optional<Kind> kind(Seen seen, Optional<Seen> base, boolean lost, boolean compared) {
        boolean baseFlaky = base.map(Seen::flaky).orElse(false);
        Kind failure = !compared ? Kind.KNOWN_FAILURE : lost ? Kind.INFRASTRUCTURE : Kind.NEW_FAILURE;
        if (seen.flaky() || seen.broken() && baseFlaky) {
            return Optional.of(Kind.FLAKY);
        }
        if (seen.unfit()) {
            boolean fitted = compared && !lost
                    ? base.map(b -> !b.unfit() && !b.broken() && !baseFlaky).orElse(true)
                    : seen.fitted();
            return Optional.of(fitted ? failure : Kind.UNFIT);
        }
        boolean baseBroken = base.map(Seen::broken).orElse(false);
        if (seen.lost()) {
            return Optional.of(!compared || lost || baseBroken ? Kind.KNOWN_FAILURE : Kind.MISSING);
        }
        if (seen.broken()) {
            return Optional.of(baseBroken && !lost ? Kind.KNOWN_FAILURE : failure);
        }
        return compared && baseBroken && !lost ? Optional.of(Kind.FIXED) : Optional.empty();
    }

    private static String words(Seen seen) {
        return seen.first() + seen.again().map(again -> ", then " + again).orElse("");
    }
}
