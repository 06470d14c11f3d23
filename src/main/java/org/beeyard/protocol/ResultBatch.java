package org.beeyard.protocol;

import java.util.List;

/** Results in the order in which they appeared. A later report of the same test holds if it is worse. */
public record ResultBatch(List<TestReport> reports) {

    public static final int MOST = 5_000;

    public ResultBatch {
        reports = List.copyOf(reports);
        if (reports.size() > MOST) {
            throw new IllegalArgumentException("a batch of " + reports.size() + " results; at most " + MOST);
        }
    }
}
