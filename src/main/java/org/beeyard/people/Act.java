package org.beeyard.people;

import java.util.Locale;

/** What the audit keeps. */
public enum Act {
    SIGNED_IN,
    SIGN_IN_REFUSED,
    TOKEN_MADE,
    TOKEN_REVOKED,
    RETEST,
    CANCEL,
    APPROVE,
    PIN,
    UNPIN,
    PAUSE,
    RESUME,
    PROBE,
    PUBLISH_AGAIN,
    RULE_MADE,
    RULE_ENDED;

    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
