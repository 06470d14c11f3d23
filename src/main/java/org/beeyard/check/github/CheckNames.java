package org.beeyard.check.github;

import org.beeyard.check.Check.Subject;
import org.beeyard.plan.JobLabel;

/**
 * What checks of a pull request are called. The tree is the repository's, not the one that a series was applied to: so a conflict,
 * and one that waits, have the name of the verdict that comes after it.
 */
record CheckNames(String instance, String tree) {

    String of(Subject subject) {
        return instance + "-" + tree
                + switch (subject) {
                    case Subject.Summary _ -> "-summary";
                    case Subject.OfJob job -> "-" + JobLabel.of(job.arch(), job.suite(), job.compiler());
                };
    }

    String summary() {
        return of(new Subject.Summary());
    }
}
