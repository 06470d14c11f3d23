package org.beeyard.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.protocol.Effort;
import org.beeyard.tree.Percent;
import org.beeyard.tree.TreesConfig;
import org.jspecify.annotations.Nullable;

/**
 * How much more than on the base the verifier may do for a program. Pure.
 *
 * @param least a growth of fewer is none
 * @param fail whether what is beyond is a failure, and not a warning
 */
record Allowance(Optional<Percent> states, Optional<Percent> instructions, int least, boolean fail) {

    /** What the verifier does is shown and never counts. */
    static final Allowance ANYTHING = new Allowance(Optional.empty(), Optional.empty(), 0, false);

    static Allowance of(TreesConfig.Veristat limits) {
        return new Allowance(limits.states(), limits.instructions(), limits.atLeast(), limits.fail());
    }

    /** What is beyond it, a sentence each. */
    List<String> exceeded(Effort base, Effort patched) {
        List<String> words = new ArrayList<>();
        exceeded(states, base.states(), patched.states(), "states").ifPresent(words::add);
        exceeded(instructions, base.instructions(), patched.instructions(), "instructions")
                .ifPresent(words::add);
        return words;
    }

    private Optional<String> exceeded(
            Optional<Percent> limit, @Nullable Integer base, @Nullable Integer patched, String what) {
        if (limit.isEmpty() || base == null || patched == null) {
            return Optional.empty();
        }
        int added = patched - base;
        return added > 0 && added >= least && limit.get().isLessThan(added, base)
                ? Optional.of(patched + " " + what + ", " + added + " more than the " + base
                        + " on the base: the tree allows " + limit.get() + ".")
                : Optional.empty();
    }
}
