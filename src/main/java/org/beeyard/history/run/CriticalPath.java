package org.beeyard.history.run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The jobs that made the time until the verdict: each waited for the one before it, and the verdict for the last. Pure. */
final class CriticalPath {

    private CriticalPath() {}

    /**
     * A job, also one of another run that one of the run's needs.
     *
     * @param startedAt when its first attempt had a slot
     * @param finishedAt when its last attempt ended
     */
    record Node(
            long id,
            long run,
            String name,
            int attempts,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            Set<Long> needs) {

        Node {
            needs = Set.copyOf(needs);
        }
    }

    /**
     * @param waitedSeconds for a slot, from the moment at which it could begin
     * @param ranSeconds with all its attempts, and the time between them
     */
    public record Step(long job, long run, String name, int attempts, long waitedSeconds, long ranSeconds) {}

    private record Ended(Node node, Instant from, Instant to) {}

    /** In the order of time; none when no job had a slot. What was over before the run began is not waited for. */
    static List<Step> of(List<Node> jobs, Instant began) {
        Map<Long, Ended> ended = jobs.stream()
                .flatMap(job -> ended(job).stream())
                .filter(job -> job.to().isAfter(began))
                .collect(Collectors.toMap(job -> job.node().id(), Function.identity()));
        List<Ended> path = new ArrayList<>();
        Set<Long> taken = new HashSet<>();
        Optional<Ended> last = last(ended.values());
        while (last.isPresent() && taken.add(last.get().node().id())) {
            path.addFirst(last.get());
            last = last(last.get().node().needs().stream()
                    .filter(ended::containsKey)
                    .map(ended::get)
                    .toList());
        }
        List<Step> steps = new ArrayList<>();
        Instant ready = began;
        for (Ended job : path) {
            Instant from = job.from().isAfter(ready) ? job.from() : ready;
            Node node = job.node();
            steps.add(new Step(
                    node.id(),
                    node.run(),
                    node.name(),
                    node.attempts(),
                    seconds(ready, from),
                    seconds(from, job.to())));
            ready = job.to();
        }
        return steps;
    }

    private static Optional<Ended> ended(Node job) {
        Instant from = job.startedAt();
        Instant to = job.finishedAt();
        return from == null || to == null ? Optional.empty() : Optional.of(new Ended(job, from, to));
    }

    private static Optional<Ended> last(Collection<Ended> jobs) {
        return jobs.stream()
                .max(Comparator.comparing(Ended::to)
                        .thenComparing(job -> job.node().id(), Comparator.reverseOrder()));
    }

    private static long seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds());
    }
}
