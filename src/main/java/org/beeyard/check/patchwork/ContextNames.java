package org.beeyard.check.patchwork;

import java.util.Optional;
import org.beeyard.check.Check.Subject;
import org.beeyard.patchwork.PatchworkConfig.Contexts;
import org.beeyard.plan.JobLabel;

/**
 * The contexts of checks. Patchwork takes letters, digits, {@code -} and {@code _}, 255 at most. In the Kernel Patches
 * Daemon's naming a conflict has the summary's context, so that a later clean apply replaces it.
 */
record ContextNames(Contexts naming, String instance) {

    private static final int MOST = 255;

    String of(Optional<String> tree, Subject subject) {
        String name = switch (naming) {
            case BEEYARD ->
                instance
                        + tree.map(t -> "-" + t).orElse("")
                        + switch (subject) {
                            case Subject.Summary _ -> "-summary";
                            case Subject.OfJob job -> "-" + JobLabel.of(job.arch(), job.suite(), job.compiler());
                        };
            case KPD ->
                tree.orElse(instance)
                        + switch (subject) {
                            case Subject.Summary _ -> "-PR";
                            case Subject.OfJob job -> "_" + job.name();
                        };
        };
        String slug =
                name.replaceAll("[^-a-zA-Z0-9_]+", "_").replaceAll("_{2,}", "_").replaceAll("^_|_$", "");
        return slug.length() <= MOST ? slug : slug.substring(0, MOST);
    }
}
