package org.beeyard.history.series;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.beeyard.job.JobState;

/** A state for each architecture: the worst of its jobs. */
final class ArchDots {

    private static final String WARNING = "WARNING";

    /** Running is told before passed: not all has passed yet. */
    private static final List<String> WORST_FIRST = List.of(
            JobState.FAILED.name(),
            JobState.TIMED_OUT.name(),
            JobState.ERROR.name(),
            JobState.RUNNING.name(),
            JobState.QUEUED.name(),
            JobState.BLOCKED.name(),
            WARNING,
            JobState.CANCELLED.name(),
            JobState.SKIPPED.name(),
            JobState.PASSED.name());

    private ArchDots() {}

    /** @param jobs {@code arch STATE} of each; WARNING where it failed, and the patch is not to blame */
    static List<SeriesList.Arch> of(List<String> jobs) {
        Map<String, String> worst = new LinkedHashMap<>();
        for (String job : jobs) {
            int space = job.lastIndexOf(' ');
            worst.merge(
                    job.substring(0, space),
                    job.substring(space + 1),
                    BinaryOperator.minBy(Comparator.comparingInt(WORST_FIRST::indexOf)));
        }
        return worst.entrySet().stream()
                .map(arch -> new SeriesList.Arch(arch.getKey(), arch.getValue()))
                .toList();
    }
}
