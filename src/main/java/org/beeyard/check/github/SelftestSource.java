package org.beeyard.check.github;

import java.util.Optional;

/** In which file of a kernel tree a test is, by the rules after which the selftests are named. Pure. */
final class SelftestSource {

    private static final String SELFTESTS = "tools/testing/selftests/bpf/";

    private SelftestSource() {}

    /** Empty where the name says nothing. */
    static Optional<String> of(String suite, String test) {
        if (!suite.startsWith("test_progs") || !test.matches("[A-Za-z0-9_]{1,100}")) {
            return Optional.empty();
        }
        return Optional.of(SELFTESTS + (test.startsWith("verifier_") ? "progs/" : "prog_tests/") + test + ".c");
    }
}
