package org.beeyard.tree;

import java.util.Optional;
import java.util.regex.Pattern;

/** A commit of a kernel tree: 40 hexadecimal digits in lower case. */
public record CommitId(String hex) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}");

    public CommitId {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a commit id: " + hex);
        }
    }

    /** Empty when the text is anything else. */
    static Optional<CommitId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new CommitId(text)) : Optional.empty();
    }

    public String abbreviated() {
        return hex.substring(0, 12);
    }

    @Override
    public String toString() {
        return hex;
    }
}
