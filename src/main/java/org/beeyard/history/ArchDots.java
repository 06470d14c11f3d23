package org.beeyard.history;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.beeyard.job.JobState;

/** A state for each architecture: the worst of its jobs. */
final class ArchDots {

    /** Running is told before passed: not all has passed yet. */
    private static final List<JobState> WORST_FIRST = List.of(
            JobState.FAILED,
            JobState.TIMED_OUT,
            JobState.ERROR,
            JobState.RUNNING,
            JobState.QUEUED,
            JobState.BLOCKED,
            JobState.CANCELLED,
            JobState.SKIPPED,
            JobState.PASSED);

    private ArchDots() {}

    /** @param jobs {@code arch STATE} of each */
    static List<SeriesList.Arch> of(List<String> jobs) {
        Map<String, JobState> worst = new LinkedHashMap<>();
        for (String job : jobs) {
            int space = job.lastIndexOf(' ');
            worst.merge(
                    job.substring(0, space),
                    JobState.valueOf(job.substring(space + 1)),
                    BinaryOperator.minBy(Comparator.comparingInt(WORST_FIRST::indexOf)));
        }
        return worst.entrySet().stream()
                .map(arch -> new SeriesList.Arch(arch.getKey(), arch.getValue().name()))
                .toList();
    }
}
