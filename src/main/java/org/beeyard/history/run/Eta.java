package org.beeyard.history.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** When a run will be over, from what its jobs took last time. Pure. */
final class Eta {

    private Eta() {}

    /**
     * A job as far as it takes time.
     *
     * @param column of the run's matrix: tests there wait for the builds there
     * @param usualSeconds that such a job took last time, nothing when that is not known
     */
    record Work(
            String kind,
            String state,
            String column,
            String pool,
            @Nullable Instant startedAt,
            @Nullable Long usualSeconds) {}

    /**
     * Nothing when a job has no last time, or has taken longer than then: what is not known is not guessed. Of the way along builds
     * and tests and the work that each pool's slots have to do one after the other, the longer counts. What other runs have
     * the pools do is not looked at.
     *
     * @param slots of a pool, at least 1
     */
    static Optional<Duration> of(List<Work> jobs, ToIntFunction<String> slots, Instant now) {
        List<Work> open = jobs.stream().filter(job -> !isOver(job.state())).toList();
        if (open.isEmpty() || open.stream().anyMatch(job -> left(job, now) <= 0)) {
            return Optional.empty();
        }
        Map<String, Long> builds = open.stream()
                .filter(job -> job.kind().equals("BUILD"))
                .collect(Collectors.toMap(job -> job.column(), job -> left(job, now), Math::max));
        long way = open.stream()
                .mapToLong(job ->
                        left(job, now) + (job.kind().equals("BUILD") ? 0 : builds.getOrDefault(job.column(), 0L)))
                .max()
                .orElse(0);
        Map<String, Long> work = open.stream()
                .collect(Collectors.groupingBy(job -> job.pool(), Collectors.summingLong(job -> left(job, now))));
        long longest = work.entrySet().stream()
                .mapToLong(pool -> pool.getValue() / Math.max(1, slots.applyAsInt(pool.getKey())))
                .max()
                .orElse(0);
        return Optional.of(Duration.ofSeconds(Math.max(way, longest)));
    }

    /** Seconds; none when it cannot be told. */
    private static long left(Work job, Instant now) {
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
