package org.beeyard.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.beeyard.job.AttemptState.Ended;
import org.beeyard.job.AttemptState.Queued;
import org.beeyard.job.AttemptState.Running;
import org.beeyard.job.AttemptState.Starting;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;

/** Decides what a look at an attempt's place means. Knows no clock, no database and no executor. */
public final class AttemptLifecycle {

    static final Duration HEARTBEAT = Duration.ofSeconds(90);

    /** Between the claim and the first sign of its process; a farm that died in between launches at once. */
    static final Duration HAND_OVER = Duration.ofSeconds(20);

    /** Beats may be missed for so long by an agent that is there: a look may be older than its last word. */
    static final Duration QUIET = Duration.ofSeconds(20);

    /** An image that cannot be pulled now is tried again by the place itself; so long the farm looks on, once the place has begun. */
    static final Duration PULL = Duration.ofMinutes(2);

    /** A farm that was away gives what starts at least this long. */
    private static final Duration LOOK_AROUND = Duration.ofMinutes(1);

    private AttemptLifecycle() {}

    /** What is to be done. */
    public sealed interface Decision {
        record Wait() implements Decision {}

        /**
         * Nobody has started it: the farm died between the claim and the start.
         *
         * @param since it is claimed
         */
        record Launch(Instant since) implements Decision {}

        record End(Ended ended) implements Decision {}

        /** It waits for something that people may want to know. */
        record Note(String words) implements Decision {}

        /** It waits for what is not the farm's, and its time to start has not begun. */
        record Hold(String words) implements Decision {}

        /** It has ended and something of it still runs. */
        record CleanUp() implements Decision {}
    }

    /**
     * @param farmSince when this farm began to listen: before that no heartbeat could arrive
     */
    public static Decision after(AttemptState state, Sighting seen, Instant now, Instant farmSince) {
        return switch (state) {
            case Queued _ -> new Decision.Wait();
            case Ended _ ->
                switch (seen) {
                    case Sighting.Alive _, Sighting.Waiting _, Sighting.Held _, Sighting.Exited _, Sighting.Broken _ ->
                        new Decision.CleanUp();
                    case Sighting.Absent _, Sighting.Unseen _ -> new Decision.Wait();
                };
            case Starting(Instant since, Instant given) -> {
                Instant deadline = later(given, farmSince.plus(LOOK_AROUND));
                yield switch (seen) {
                    case Sighting.Absent _
                    when deadline.isBefore(now) ->
                        error(
                                now,
                                InfraReason.START_TIMEOUT,
                                "The agent could not be started; the farm's log says why.");
                    case Sighting.Absent _ ->
                        since.isBefore(farmSince) || since.plus(HAND_OVER).isBefore(now)
                                ? new Decision.Launch(since)
                                : new Decision.Wait();
                    case Sighting.Alive(String doubt) ->
                        deadline.isBefore(now)
                                ? error(
                                        now,
                                        InfraReason.START_TIMEOUT,
                                        "The agent did not report within " + minutes(Duration.between(since, now))
                                                + doubt(doubt) + ".")
                                : new Decision.Wait();
                    case Sighting.Waiting waiting -> waiting(waiting, since, deadline, now);
                    case Sighting.Held(String words) -> new Decision.Hold("waiting: " + words);
                    // it may not have been started, which is nobody's try, or its agent reports by itself
                    case Sighting.Unseen(String words) -> new Decision.Hold("waiting: " + words);
                    case Sighting.Exited(String words) ->
                        error(now, InfraReason.NO_MANIFEST, "The agent ended before it reported: " + words);
                    case Sighting.Broken(InfraReason reason, String words) -> error(now, reason, words);
                };
            }
            case Running(Instant since, Instant heartbeat, Instant deadline) ->
                switch (seen) {
                    case Sighting.Absent(InfraReason reason, String words) -> error(now, reason, words);
                    // seen before the agent reported, and that was a moment ago
                    case Sighting.Waiting _ -> alive("", heartbeat, deadline, now, farmSince);
                    // the same, or it was let in and is to give way to others
                    case Sighting.Held(String words) ->
                        later(heartbeat, farmSince).plus(QUIET).isBefore(now)
                                ? error(now, InfraReason.PREEMPTED, "The attempt was preempted: " + words)
                                : alive("", heartbeat, deadline, now, farmSince);
                    case Sighting.Exited(String words) ->
                        error(now, InfraReason.NO_MANIFEST, "The agent ended without a manifest: " + words);
                    case Sighting.Broken(InfraReason reason, String words) -> error(now, reason, words);
                    case Sighting.Alive(String doubt) -> alive(doubt, heartbeat, deadline, now, farmSince);
                    case Sighting.Unseen(String words) -> alive(words, heartbeat, deadline, now, farmSince);
                };
        };
    }

    /**
     * What a job is after its last attempt.
     *
     * @param baseBooted whether the base's kernel came up in the same job, on the same kind of host
     */
    static JobState jobAfter(Attempt.Purpose purpose, Ended end, BooleanSupplier baseBooted) {
        if (end.ending() != Ending.ERROR) {
            return JobState.of(end.ending());
        }
        // A rerun that said nothing leaves the failures that were seen; a kernel that says nothing where its base's
        // speaks is broken.
        boolean broken = purpose == Attempt.Purpose.CONFIRM
                || end.reason().equals(Optional.of(InfraReason.BOOT_FAILED)) && baseBooted.getAsBoolean();
        return broken ? JobState.FAILED : JobState.ERROR;
    }

    /** What a job is whose suite several VMs have run: no better than the worst of them, and unknown where one says nothing. */
    static JobState together(Collection<JobState> shards) {
        return Stream.of(JobState.ERROR, JobState.CANCELLED, JobState.TIMED_OUT, JobState.FAILED)
                .filter(shards::contains)
                .findFirst()
                .orElse(JobState.PASSED);
    }

    /** The end of an attempt whose pool the operator has taken out of the configuration. */
    public static Ended poolGone(String pool, Instant now) {
        return new Ended(
                now,
                Ending.CANCELLED,
                Optional.of(InfraReason.UNSCHEDULABLE),
                "The pool " + pool + " is not in the farm's configuration any more; ask for a retest.");
    }

    /** The end of an attempt of which an agent reports that is not the one that runs it: its place has stopped that one. */
    public static Ended begunAgain(String host, Instant now) {
        return new Ended(
                now,
                Ending.ERROR,
                Optional.of(InfraReason.PREEMPTED),
                "The attempt was preempted and begun again, on " + host
                        + "; a new attempt keeps the results of the two apart.");
    }

    /** The end of an attempt that its place will not have. */
    public static Ended refused(String words, Instant now) {
        return new Ended(now, Ending.ERROR, Optional.of(InfraReason.REJECTED), words);
    }

    private static Decision waiting(Sighting.Waiting waiting, Instant since, Instant deadline, Instant now) {
        boolean enough = waiting.hopeless()
                || deadline.isBefore(now)
                || waiting.reason() == InfraReason.IMAGE_PULL
                        && later(since, waiting.since()).plus(PULL).isBefore(now);
        return enough
                ? error(now, waiting.reason(), waiting.words())
                : new Decision.Note("waiting: " + waiting.words());
    }

    private static String doubt(String words) {
        return words.isEmpty() ? "" : "; " + words;
    }

    private static Decision alive(String doubt, Instant heartbeat, Instant deadline, Instant now, Instant farmSince) {
        if (later(deadline, farmSince.plus(HEARTBEAT)).isBefore(now)) {
            return new Decision.End(new Ended(
                    now,
                    Ending.TIMED_OUT,
                    Optional.empty(),
                    "The attempt passed its deadline and was stopped by the farm."));
        }
        Instant last = later(heartbeat, farmSince);
        return last.plus(HEARTBEAT).isBefore(now)
                ? error(
                        now,
                        InfraReason.HEARTBEAT_LOST,
                        "The agent has not been heard for " + minutes(Duration.between(last, now)) + doubt(doubt) + ".")
                : new Decision.Wait();
    }

    private static Decision error(Instant now, InfraReason reason, String sentence) {
        return new Decision.End(new Ended(now, Ending.ERROR, Optional.of(reason), sentence));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static String minutes(Duration duration) {
        return duration.toSeconds() < 120 ? duration.toSeconds() + " s" : duration.toMinutes() + " min";
    }
}
