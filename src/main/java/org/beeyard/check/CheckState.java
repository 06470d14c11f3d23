package org.beeyard.check;

import java.util.Locale;

/** How a check stands, from nothing known to worst. The words are Patchwork's. */
public enum CheckState {
    PENDING,
    SUCCESS,
    WARNING,
    FAIL;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
