package org.beeyard.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.beeyard.result.JobOutcome.Crash;
import org.beeyard.result.JobOutcome.TestKey;

/**
 * What a run says about its series, compared with what the base's run said. Pure.
 *
 * @param findings what differs from the base or is broken in both, the most important first
 */
record Verdict(RunState state, String sentence, List<Finding> findings) {

    private static final String SEEN = "seen";

    Verdict {
        findings = List.copyOf(findings);
    }

    /** The order is that of the page. */
    enum Kind {
        NEW_FAILURE,
        MISSING,
        /** It fails, and the base has no word on it; or it has no word itself. */
        INFRASTRUCTURE,
        FLAKY,
        /** The verifier does more for a program than the tree allows. */
        GROWTH,
        KNOWN_FAILURE,
        /** A test that cannot run on this kernel, on the base as little as here. */
        UNFIT,
        /** Of a job that has no say in the verdict. */
        ADVISORY,
        /** A test that passes on the base and is not to be run any more: removed, renamed or denied. */
        GONE,
        FIXED
    }

    /**
     * @param test absent when the finding is about the whole job: a build, a splat, a crash
     * @param ruled when somebody's rule made it what it is
     */
    record Finding(
            Kind kind,
            long job,
            Optional<TestKey> test,
            String title,
            Optional<String> base,
            Optional<String> patched,
            Optional<String> detail,
            Optional<Ruled> ruled) {

        /** Whether it is about what the kernel printed. */
        boolean splat() {
            return test.isEmpty() && patched.equals(Optional.of(SEEN));
        }

        Finding as(Kind other) {
            return new Finding(other, job, test, title, base, patched, detail, ruled);
        }

        Finding knownBy(long rule) {
            return new Finding(
                    Kind.KNOWN_FAILURE, job, test, title, base, patched, detail, Optional.of(new Ruled(rule, kind)));
        }
    }

    /** @param raw what the finding is without the rule */
    record Ruled(long rule, Kind raw) {}

    /** The verdict on a base alone: nothing is new in it. */
    static Verdict ofBase(List<JobOutcome> jobs) {
        return judge(jobs, Map.of(), Allowance.ANYTHING, false);
    }

    /** On places and not on patches: what their jobs say is all there is. */
    static Verdict ofProbe(List<JobOutcome> jobs) {
        List<String> unfit = jobs.stream()
                .filter(job -> job.state() != JobState.PASSED)
                .map(job -> job.name().replaceFirst("^probe ", "") + ": " + job.sentence())
                .toList();
        return unfit.isEmpty()
                ? new Verdict(
                        RunState.PASSED, jobs.size() == 1 ? "The pool is ready." : "All pools are ready.", List.of())
                : new Verdict(RunState.ERROR, String.join(" ", unfit), List.of());
    }

    static Verdict ofSeries(List<JobOutcome> jobs, List<JobOutcome> base) {
        return ofSeries(jobs, base, Allowance.ANYTHING);
    }

    static Verdict ofSeries(List<JobOutcome> jobs, List<JobOutcome> base, Allowance allowance) {
        return judge(jobs, base.stream().collect(Collectors.toMap(JobOutcome::name, job -> job)), allowance, true);
    }

    private static Verdict judge(
            List<JobOutcome> jobs, Map<String, JobOutcome> base, Allowance allowance, boolean compared) {
        List<Finding> findings = new ArrayList<>();
        for (JobOutcome job : jobs) {
            Optional<JobOutcome> before = Optional.ofNullable(base.get(job.name()));
            Stream.concat(
                            findings(job, before, compared).stream(),
                            before.stream().flatMap(other -> Growth.of(job, other, allowance).stream()))
                    .flatMap(finding -> gated(finding, job.gate()).stream())
                    .forEach(findings::add);
        }
        return of(jobs, findings, compared);
    }

    private static Optional<Finding> gated(Finding finding, JobOutcome.Gate gate) {
        return switch (gate) {
            case BLOCKING -> Optional.of(finding);
            case ADVISORY -> Optional.of(advised(finding));
            case DIFFERENCES -> {
                boolean both = finding.base().isPresent() && finding.patched().isPresent();
                yield finding.test().isEmpty()
                                || finding.kind() == Kind.MISSING
                                || both && finding.kind() != Kind.KNOWN_FAILURE
                        ? Optional.of(finding)
                        : Optional.empty();
            }
        };
    }

    private static Finding advised(Finding finding) {
        return switch (finding.kind()) {
            case FIXED, GONE, UNFIT -> finding;
            case NEW_FAILURE, MISSING, INFRASTRUCTURE, FLAKY, GROWTH, KNOWN_FAILURE, ADVISORY ->
                finding.as(Kind.ADVISORY);
        };
    }

    /** @param compared whether it is one on a series, and not on a base alone */
    static Verdict of(List<JobOutcome> jobs, List<Finding> found, boolean compared) {
        int tests = (int) jobs.stream()
                .flatMap(job -> job.tests().keySet().stream())
                .filter(t -> t.subtest().isEmpty())
                .count();
        List<Finding> findings = new ArrayList<>(found);
        findings.sort(Comparator.comparing(Finding::kind)
                .thenComparing(f -> f.test().isPresent())
                .thenComparing(Finding::title));
        return new Verdict(
                state(jobs, findings, compared), VerdictSentence.of(jobs, findings, tests, compared), findings);
    }

    private static List<Finding> findings(JobOutcome job, Optional<JobOutcome> base, boolean compared) {
        List<Finding> findings = new ArrayList<>();
        if (compared
                && (job.state() == JobState.FAILED || job.state() == JobState.TIMED_OUT)
                && !base.map(Verdict::ended).orElse(false)) {
            return List.of(new Finding(
                    Kind.INFRASTRUCTURE,
                    job.job(),
                    Optional.empty(),
                    job.name() + " failed, and the base has no result to compare with: " + job.sentence(),
                    base.map(b -> b.state().name()),
                    Optional.of(job.state().name()),
                    Optional.empty(),
                    Optional.empty()));
        }
        boolean baseBroke = base.map(b -> b.state() == job.state()).orElse(false);
        Kind broken = !compared || baseBroke ? Kind.KNOWN_FAILURE : Kind.NEW_FAILURE;
        boolean bothDied = job.died() && base.map(JobOutcome::died).orElse(false);
        boolean explained = false;
        // A base that did not come to an end has not shown all its splats.
        Kind fresh = base.map(b -> ended(b) && !b.died()).orElse(false) ? Kind.NEW_FAILURE : Kind.INFRASTRUCTURE;
        Set<String> knownSplats = new HashSet<>();
        base.ifPresent(b -> b.splats().forEach(s -> knownSplats.add(s.fingerprint())));
        for (Crash splat : job.splats()) {
            boolean known = !compared || knownSplats.contains(splat.fingerprint());
            knownSplats.add(splat.fingerprint());
            findings.add(new Finding(
                    known ? Kind.KNOWN_FAILURE : fresh,
                    job.job(),
                    Optional.empty(),
                    splat.title(),
                    Optional.of(known && compared ? SEEN : "not seen"),
                    Optional.of(SEEN),
                    Optional.of(splat.text()),
                    Optional.empty()));
            // A base that shows it too and ends otherwise lives with it.
            explained |= !known || broken == Kind.KNOWN_FAILURE || bothDied;
        }
        List<Finding> ofTests = TestFindings.of(job, base, compared);
        // What is refused makes no comparing suite fail: where one has failed, it was something else.
        explained |= job.gate() != JobOutcome.Gate.DIFFERENCES
                && ofTests.stream().anyMatch(finding -> explains(finding, broken));
        Optional<Finding> uneven = compared && baseBroke && job.compares() && job.state() != JobState.PASSED
                ? base.flatMap(b -> Uneven.of(job, b))
                : Optional.empty();
        switch (job.state()) {
            case TIMED_OUT -> findings.add(whole(broken, job, base));
            case FAILED -> {
                // What failed is said by its tests or splats; where neither speaks, or a VM died that did not on the
                // base, the job itself does.
                boolean death =
                        compared && job.died() && !base.map(JobOutcome::died).orElse(false);
                boolean told = Stream.concat(findings.stream(), ofTests.stream())
                        .anyMatch(finding -> finding.kind() == Kind.NEW_FAILURE);
                if (death && !told) {
                    findings.add(whole(Kind.NEW_FAILURE, job, base));
                } else if (uneven.isPresent()) {
                    findings.add(uneven.get());
                } else if (!explained) {
                    findings.add(whole(broken, job, base));
                }
            }
            case ERROR -> findings.add(whole(Kind.INFRASTRUCTURE, job, base));
            case PASSED -> {
                // Its VM died, and the rerun said what became of the tests.
                if (job.vmDied() && !explained) {
                    findings.add(whole(Kind.FLAKY, job, base));
                }
            }
            case BLOCKED, QUEUED, RUNNING, CANCELLED, SKIPPED -> {}
        }
        findings.addAll(ofTests);
        return findings;
    }

    private static boolean explains(Finding ofTest, Kind whole) {
        return switch (ofTest.kind()) {
            case NEW_FAILURE, INFRASTRUCTURE, FLAKY, KNOWN_FAILURE -> true;
            case UNFIT -> whole == Kind.KNOWN_FAILURE;
            case MISSING, GROWTH, ADVISORY, GONE, FIXED -> false;
        };
    }

    private static Finding whole(Kind kind, JobOutcome job, Optional<JobOutcome> base) {
        return new Finding(
                kind,
                job.job(),
                Optional.empty(),
                job.name() + ": " + job.sentence(),
                base.map(b -> b.state().name()),
                Optional.of(job.state().name()),
                Optional.empty(),
                Optional.empty());
    }

    private static boolean ended(JobOutcome job) {
        return job.ran() || job.state() == JobState.TIMED_OUT;
    }

    private static RunState state(List<JobOutcome> jobs, List<Finding> findings, boolean compared) {
        Set<Kind> kinds = findings.stream().map(Finding::kind).collect(Collectors.toSet());
        if (kinds.contains(Kind.NEW_FAILURE) || kinds.contains(Kind.MISSING)) {
            return RunState.FAILED;
        }
        if (kinds.contains(Kind.INFRASTRUCTURE)) {
            return RunState.ERROR;
        }
        if (jobs.stream()
                .anyMatch(job -> job.state() == JobState.CANCELLED && job.gate() != JobOutcome.Gate.ADVISORY)) {
            return RunState.CANCELLED;
        }
        if (!compared
                && findings.stream()
                        .anyMatch(
                                f -> f.kind() == Kind.KNOWN_FAILURE && f.ruled().isEmpty())) {
            return RunState.FAILED;
        }
        return kinds.contains(Kind.KNOWN_FAILURE) || kinds.contains(Kind.FLAKY) || kinds.contains(Kind.GROWTH)
                ? RunState.WARNING
                : RunState.PASSED;
    }
}
