package org.beeyard.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.job.JobState;
import org.beeyard.plan.Suites;
import org.beeyard.protocol.Effort;
import org.beeyard.protocol.Outcome;

/**
 * What one job of a run gave, all attempts together.
 *
 * @param tests by test and subtest
 * @param vmDied whether a VM of it went down before its suite had ended; a rerun may have made up for it where the job passed
 */
record JobOutcome(
        long job,
        String name,
        JobState state,
        String sentence,
        Map<TestKey, Seen> tests,
        List<Crash> splats,
        Gate gate,
        boolean vmDied) {

    /** What becomes of what a job finds. */
    enum Gate {
        /** It counts. */
        BLOCKING,
        /** It is shown. */
        ADVISORY,
        /** It counts where the base was asked the same and answered otherwise. */
        DIFFERENCES
    }

    JobOutcome(long job, String name, JobState state, String sentence, Map<TestKey, Seen> tests, List<Crash> splats) {
        this(job, name, state, sentence, tests, splats, Gate.BLOCKING, false);
    }

    JobOutcome {
        tests = Map.copyOf(tests);
        splats = List.copyOf(splats);
    }

    /** Whether it says what differs between two kernels. */
    boolean compares() {
        return Suites.compares(name);
    }

    /** Whether it has said all that it had to say: a test of which it says nothing was not to be run. */
    boolean toldAll() {
        return state == JobState.PASSED || ran() && !died() && Suites.namesTests(name);
    }

    /** Jobs are named after what they do. */
    boolean build() {
        return name.startsWith("build ");
    }

    /** Whether it came to an end, good or bad. */
    boolean ran() {
        return state == JobState.PASSED || state == JobState.FAILED;
    }

    /** Whether its VM panicked, went down or hung, and took tests with it. */
    boolean died() {
        return state == JobState.TIMED_OUT || state == JobState.FAILED && vmDied;
    }

    /** @param subtest empty for the test itself */
    record TestKey(int id, String test, String subtest) {

        String fullName() {
            return subtest.isEmpty() ? test : test + "/" + subtest;
        }
    }

    /**
     * @param again what the rerun in a fresh VM gave, when there was one for this test
     * @param effort of the verifier, when the test is a program that it accepted
     * @param fitted whether the test, which does not fit the kernel, has passed on a base of the same tree
     */
    record Seen(
            Outcome first, Optional<Outcome> again, Optional<String> excerpt, Optional<Effort> effort, boolean fitted) {

        Seen(Outcome first, Optional<Outcome> again, Optional<String> excerpt) {
            this(first, again, excerpt, Optional.empty(), false);
        }

        /** As it is when the test has been run again. */
        Seen then(Seen rerun) {
            return new Seen(
                    first, Optional.of(rerun.first), excerpt.or(rerun::excerpt), effort, fitted || rerun.fitted);
        }

        /** What was said of the test, at first where it was said twice: an attempt that did not get to it says nothing. */
        Outcome word() {
            return first == Outcome.MISSING ? again.orElse(first) : first;
        }

        /** No attempt got to it. */
        boolean lost() {
            return word() == Outcome.MISSING;
        }

        boolean flaky() {
            return first != Outcome.MISSING
                    && again.filter(second -> second != Outcome.MISSING && bad(second) != bad(first))
                            .isPresent();
        }

        boolean broken() {
            return word().broken() && !flaky();
        }

        boolean unfit() {
            return word() == Outcome.UNFIT && !flaky();
        }

        private static boolean bad(Outcome outcome) {
            return outcome.broken() || outcome == Outcome.UNFIT;
        }
    }

    record Crash(String fingerprint, String title, String text) {}
}
