package org.beeyard.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do; a token's scopes are some of them. */
public enum Right {
    READ,
    /** Have series tested. */
    SUBMIT,
    /** Retest, cancel, approve, edit rules. */
    ACT,
    /** Pause and resume pools, probe them, publish once more, read the audit, revoke others' tokens. */
    OPERATE;

    /** As people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Right> of(String word) {
        return Arrays.stream(values())
                .filter(right -> right.word().equalsIgnoreCase(word.strip()))
                .findFirst();
    }
}
