package org.beeyard.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A decision about tests, with who stands for it and until when.
 *
 * @param id 0 of one that is not kept yet
 * @param endedAt when somebody took it back
 */
public record Rule(long id, Terms terms, String madeBy, Instant madeAt, Optional<Instant> endedAt) {

    /**
     * What somebody wants to be decided.
     *
     * @param tree absent for all trees; suite and arch likewise
     * @param owner whom to ask about it
     * @param link where it is talked about
     * @param expires the last day, in UTC, on which it counts
     */
    public record Terms(
            RuleKind kind,
            TestPattern tests,
            Optional<String> tree,
            Optional<String> suite,
            Optional<String> arch,
            String owner,
            String reason,
            Optional<String> link,
            LocalDate expires) {

        boolean isFor(String ofSuite, String ofArch) {
            return suite.map(ofSuite::equals).orElse(true)
                    && arch.map(ofArch::equals).orElse(true);
        }

        boolean names(Failing failing) {
            return isFor(failing.suite(), failing.arch()) && tests.names(failing.test(), failing.subtest());
        }

        /** Whether they do the same to the same tests, whoever says so and until when. */
        boolean same(Terms other) {
            return kind == other.kind
                    && tests.equals(other.tests)
                    && tree.equals(other.tree)
                    && suite.equals(other.suite)
                    && arch.equals(other.arch);
        }
    }
}
