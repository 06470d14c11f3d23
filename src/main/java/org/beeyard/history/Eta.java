package org.beeyard.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.beeyard.history.RunDetail.JobRow;

/** When a run will be over, from what its jobs took last time. Pure. */
public final class Eta {

    private Eta() {}

    /**
     * Nothing when a job has no last time, or has taken longer than then: what is not known is not guessed. Of the way along builds
     * and tests and the work that each pool's slots have to do one after the other, the longer counts. What other runs have
     * the pools do is not looked at.
     *
     * @param slots of a pool, at least 1
     */
    public static Optional<Duration> of(List<JobRow> jobs, ToIntFunction<String> slots, Instant now) {
        List<JobRow> open = jobs.stream().filter(job -> !isOver(job.state())).toList();
        if (open.isEmpty() || open.stream().anyMatch(job -> left(job, now) <= 0)) {
            return Optional.empty();
        }
        Map<String, Long> builds = open.stream()
                .filter(job -> job.kind().equals("BUILD"))
                .collect(Collectors.toMap(job -> job.place().column(), job -> left(job, now), Math::max));
        long way = open.stream()
                .mapToLong(job -> left(job, now)
                        + (job.kind().equals("BUILD")
                                ? 0
                                : builds.getOrDefault(job.place().column(), 0L)))
                .max()
                .orElse(0);
        Map<String, Long> work = open.stream()
                .collect(Collectors.groupingBy(
                        job -> job.place().pool(), Collectors.summingLong(job -> left(job, now))));
        long longest = work.entrySet().stream()
                .mapToLong(pool -> pool.getValue() / Math.max(1, slots.applyAsInt(pool.getKey())))
                .max()
                .orElse(0);
        return Optional.of(Duration.ofSeconds(Math.max(way, longest)));
    }

    /** Seconds; none when it cannot be told. */
    private static long left(JobRow job, Instant now) {
        if (job.usualSeconds() == null) {
            return 0;
        }
        Instant began = job.startedAt();
        boolean runs = job.state().equals("RUNNING") && began != null;
        return runs ? job.usualSeconds() - Duration.between(began, now).toSeconds() : Math.max(1, job.usualSeconds());
    }

    private static boolean isOver(String state) {
        return switch (state) {
            case "BLOCKED", "QUEUED", "RUNNING" -> false;
            default -> true;
        };
    }
}
