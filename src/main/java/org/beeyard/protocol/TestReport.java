package org.beeyard.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One finished test or subtest of a suite.
 *
 * @param subtest absent for the test itself
 * @param millis wall time, or -1 when the suite runs tests side by side and the time cannot be told
 * @param excerpt the test's own output when it did not pass, at most {@value #EXCERPT_LIMIT} characters
 * @param effort of the verifier, when the test is a program that it was shown
 */
public record TestReport(
        String test,
        @Nullable String subtest,
        Outcome outcome,
        int millis,
        @Nullable String excerpt,
        @Nullable Effort effort) {

    public static final int NAME_LIMIT = 512;
    public static final int EXCERPT_LIMIT = 64 * 1024;

    public TestReport {
        test = name(test);
        subtest = subtest == null ? null : name(subtest);
        Objects.requireNonNull(outcome);
        if (excerpt != null) {
            excerpt = Printable.of(excerpt, EXCERPT_LIMIT);
        }
    }

    public TestReport(String test, @Nullable String subtest, Outcome outcome, int millis, @Nullable String excerpt) {
        this(test, subtest, outcome, millis, excerpt, null);
    }

    /** {@code test} or {@code test/subtest}, as people write it. */
    public String fullName() {
        return subtest == null ? test : test + "/" + subtest;
    }

    private static String name(String text) {
        String clean = Printable.of(text, NAME_LIMIT);
        if (clean.isBlank()) {
            throw new IllegalArgumentException("a test without a name");
        }
        return clean;
    }
}
