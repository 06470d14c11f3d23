package org.beeyard.result;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.beeyard.job.JobState;
import org.beeyard.job.RunState;
import org.beeyard.protocol.Outcome;
import org.beeyard.result.JobOutcome.TestKey;
import org.beeyard.result.Verdict.Finding;
import org.beeyard.result.Verdict.Kind;

/**
 * New failures that are worth a search for the patch that brings them. Pure.
 *
 * @param tests that fail, and subtests of those that the base fails, too; empty when it is the build
 */
record Suspect(long job, List<String> tests) {

    Suspect {
        tests = List.copyOf(tests);
    }

    /** The first job with such failures: tests, which a rerun confirmed, or a build that fails. */
    static Optional<Suspect> in(Verdict verdict, List<JobOutcome> jobs) {
        for (JobOutcome job : jobs) {
            List<Finding> fresh = verdict.findings().stream()
                    .filter(f -> f.job() == job.job() && f.kind() == Kind.NEW_FAILURE)
                    .toList();
            List<String> tests = broken(job, fresh);
            boolean ended = job.state() == JobState.FAILED || job.state() == JobState.PASSED;
            if (!fresh.isEmpty() && ended && (!tests.isEmpty() || job.build())) {
                return Optional.of(new Suspect(job.job(), tests));
            }
        }
        return Optional.empty();
    }

    /** A subtest counts where nothing is new of its test; otherwise the test is the one to look for. */
    private static List<String> broken(JobOutcome job, List<Finding> fresh) {
        List<TestKey> broken = fresh.stream()
                .flatMap(f -> f.test().stream())
                .filter(t -> isBroken(job, t))
                .toList();
        Set<String> whole = broken.stream()
                .filter(t -> t.subtest().isEmpty())
                .map(TestKey::test)
                .collect(Collectors.toSet());
        return broken.stream()
                .filter(t -> t.subtest().isEmpty() || !whole.contains(t.test()))
                .map(TestKey::fullName)
                .toList();
    }

    /** @param test its id */
    record Confirmed(long job, int test) {}

    /** Tests that a base alone fails and that failed again in a fresh VM, or were not built; not what somebody's rule expects. */
    static List<Confirmed> confirmed(Verdict verdict, List<JobOutcome> jobs) {
        return jobs.stream()
                .flatMap(job -> verdict.findings().stream()
                        .filter(f -> f.job() == job.job())
                        .filter(f -> f.kind() == Kind.KNOWN_FAILURE && f.ruled().isEmpty())
                        .flatMap(f -> f.test().stream())
                        .filter(test -> test.subtest().isEmpty() && isConfirmed(job, test))
                        .map(test -> new Confirmed(job.job(), test.id())))
                .toList();
    }

    /** Of a base: a build that failed. */
    static Optional<JobOutcome> unbuilt(List<JobOutcome> jobs) {
        return jobs.stream()
                .filter(job -> job.build() && job.state() == JobState.FAILED)
                .findFirst();
    }

    /** Of a base: a suite whose VM died, and that counts. */
    static Optional<JobOutcome> dead(List<JobOutcome> jobs) {
        return jobs.stream()
                .filter(job -> !job.build() && job.died() && job.gate() != JobOutcome.Gate.ADVISORY)
                .findFirst();
    }

    /** A suite that passes without a test that was not built is not run again, and would not have it then. */
    private static boolean isConfirmed(JobOutcome job, TestKey test) {
        JobOutcome.Seen seen = job.tests().get(test);
        return seen != null
                && fails(seen.first())
                && (seen.again().filter(Suspect::fails).isPresent()
                        || seen.first() == Outcome.UNFIT && job.state() == JobState.PASSED);
    }

    private static boolean fails(Outcome outcome) {
        return outcome == Outcome.FAIL || outcome == Outcome.ERROR || outcome == Outcome.UNFIT;
    }

    /** A program that has only grown fails nowhere. */
    private static boolean isBroken(JobOutcome job, TestKey test) {
        JobOutcome.Seen seen = job.tests().get(test);
        return seen == null || seen.broken() || seen.unfit();
    }

    /**
     * What a part of the series, or a commit between two bases, says about them.
     *
     * @param tests and subtests; empty when it is the build that fails, or a VM that dies
     * @param jobs of the part's run, only the build when that is sought
     */
    static Verdict verdictOnPart(Set<String> tests, List<JobOutcome> jobs) {
        List<String> broken = jobs.stream()
                .flatMap(job -> job.tests().entrySet().stream())
                .filter(test -> tests.contains(test.getKey().fullName()))
                .filter(test -> fails(test.getValue().first()))
                .map(test -> test.getKey().fullName())
                .sorted()
                .toList();
        if (!broken.isEmpty()) {
            return new Verdict(RunState.FAILED, "Still failing: " + String.join(", ", broken) + ".", List.of());
        }
        if (tests.isEmpty()
                && jobs.stream().allMatch(JobOutcome::build)
                && unbuilt(jobs).isPresent()) {
            return new Verdict(RunState.FAILED, "It does not build.", List.of());
        }
        Optional<JobOutcome> dead = tests.isEmpty() ? dead(jobs) : Optional.empty();
        if (dead.isPresent()) {
            return new Verdict(
                    RunState.FAILED, dead.get().name() + ": " + dead.get().sentence(), List.of());
        }
        if (tests.isEmpty() && jobs.stream().anyMatch(job -> !job.build() && job.state() == JobState.FAILED)) {
            return new Verdict(RunState.PASSED, "Tests fail, but the VM lives.", List.of());
        }
        return jobs.stream()
                .filter(job -> job.state() != JobState.PASSED && !clears(job, tests))
                .findFirst()
                .map(job -> new Verdict(
                        job.state() == JobState.CANCELLED ? RunState.CANCELLED : RunState.ERROR,
                        job.name() + ": " + job.sentence(),
                        List.of()))
                .orElse(new Verdict(RunState.PASSED, "Nothing of it fails.", List.of()));
    }

    /** Whether a suite has failed, in a VM that lived, for what is not sought: the base fails it, too, or the tests are not there yet. */
    private static boolean clears(JobOutcome job, Set<String> tests) {
        return job.state() == JobState.FAILED
                && !job.build()
                && !job.died()
                && tests.stream().allMatch(sought -> clears(job, sought));
    }

    /** Of what is sought nothing is broken any more; the test of a subtest may be, if it came to its end. */
    private static boolean clears(JobOutcome job, String sought) {
        List<Outcome> told = job.tests().entrySet().stream()
                .filter(test -> test.getKey().fullName().equals(sought)
                        || test.getKey().subtest().isEmpty()
                                && sought.startsWith(test.getKey().test() + "/"))
                .map(test -> test.getValue().first())
                .toList();
        return told.isEmpty() ? lacks(job, sought) : told.stream().allMatch(Suspect::cameToItsEnd);
    }

    private static boolean cameToItsEnd(Outcome outcome) {
        return switch (outcome) {
            case PASS, SKIP, FAIL -> true;
            case UNFIT, MISSING, ERROR -> false;
        };
    }

    /** Whether a test of which nothing is told is not there: a later patch may add it. A suite that was cut short would not tell of it, either. */
    private static boolean lacks(JobOutcome job, String test) {
        if (job.toldAll() || job.compares()) {
            return Reach.of(job).covers(test);
        }
        Set<Outcome> outcomes =
                job.tests().values().stream().map(JobOutcome.Seen::first).collect(Collectors.toSet());
        return outcomes.contains(Outcome.FAIL)
                && !outcomes.contains(Outcome.ERROR)
                && !outcomes.contains(Outcome.MISSING);
    }
}
