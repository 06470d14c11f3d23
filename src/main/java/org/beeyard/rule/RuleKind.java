package org.beeyard.rule;

import java.util.Locale;

/** What a rule does with the tests that it names. */
public enum RuleKind {
    /** They run, and their failures are known ones: shown, and nobody's fault. */
    KNOWN_FAILURE,
    /** They do not run, as if a DENYLIST of the tree named them; where they did before, it is known why they are missing. */
    DENY;

    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
