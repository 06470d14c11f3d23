package org.beeyard.history.farm;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that replicas do again and again, as it goes where it goes worst.
 *
 * @param replicas that do it
 * @param succeededAt nothing while it never was
 */
public record LoopRow(
        String name,
        State state,
        long everySeconds,
        int replicas,
        String replica,
        @Nullable Instant succeededAt,
        @Nullable String error) {

    /** The worst last. */
    public enum State {
        FINE,
        /** Its last turn ended with an error. */
        FAILING,
        /** No turn has ended for much longer than one takes. */
        LATE
    }

    /** A turn may have much to do: a tree is fetched, or a server has years of patches. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    /** A replica tells several times a minute. */
    private static final Duration SILENT = Duration.ofMinutes(2);

    /** As one replica tells of it. */
    record Told(
            String replica,
            String name,
            long everySeconds,
            Instant since,
            @Nullable Instant succeededAt,
            @Nullable Instant failedAt,
            @Nullable String error,
            Instant toldAt) {

        /** Its time is the one at which it was told: the replica may be the next second's. */
        State state() {
            Instant last = succeededAt == null ? since : succeededAt;
            Duration every = Duration.ofSeconds(everySeconds);
            Duration grace = every.compareTo(GRACE) > 0 ? every : GRACE;
            if (last.plus(every).plus(grace).isBefore(toldAt)) {
                return State.LATE;
            }
            return failedAt != null && !failedAt.isBefore(last) ? State.FAILING : State.FINE;
        }

        boolean silent(Instant now) {
            return toldAt.plus(SILENT).isBefore(now);
        }

        /** Replicas are named by their hosts first. */
        String host() {
            return replica.replaceFirst("/[^/]*$", "");
        }
    }

    /** The worst first. Of replicas that are silent nothing is known. */
    static List<LoopRow> of(List<Told> told, Instant now) {
        Map<String, List<Told>> loops = told.stream()
                .filter(loop -> !loop.silent(now))
                .collect(Collectors.groupingBy(Told::name, LinkedHashMap::new, Collectors.toList()));
        return loops.values().stream()
                .map(LoopRow::worst)
                .sorted(Comparator.comparing(LoopRow::state).reversed().thenComparing(LoopRow::name))
                .toList();
    }

    private static LoopRow worst(List<Told> replicas) {
        Told worst = replicas.stream()
                .max(Comparator.comparing(Told::state)
                        .thenComparing(
                                told -> told.succeededAt() == null ? told.since() : told.succeededAt(),
                                Comparator.reverseOrder()))
                .orElseThrow();
        return new LoopRow(
                worst.name(),
                worst.state(),
                worst.everySeconds(),
                replicas.size(),
                worst.replica(),
                worst.succeededAt(),
                worst.state() == State.FINE ? null : worst.error());
    }

    /** A replica that has not stopped and does not speak, nor another that was started in its place. */
    public record Silent(String replica, Instant since) {

        static List<Silent> in(List<Told> told, Instant now) {
            Set<String> speaking = told.stream()
                    .filter(loop -> !loop.silent(now))
                    .map(Told::host)
                    .collect(Collectors.toSet());
            Map<String, Instant> last = new LinkedHashMap<>();
            told.stream()
                    .filter(loop -> !speaking.contains(loop.host()))
                    .forEach(loop -> last.merge(loop.replica(), loop.toldAt(), (a, b) -> a.isAfter(b) ? a : b));
            return last.entrySet().stream()
                    .filter(replica -> replica.getValue().plus(SILENT).isBefore(now))
                    .map(replica -> new Silent(replica.getKey(), replica.getValue()))
                    .toList();
        }
    }
}
