package org.beeyard.tree.jgit;

import java.io.IOException;

/** More is offered than is taken; the message is a sentence. */
final class Excess extends IOException {

    private static final long serialVersionUID = 1;

    Excess(String problem) {
        super(problem);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
