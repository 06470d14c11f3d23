package org.beeyard.job;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.beeyard.plan.Shards;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.InfraReason;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a job. The fence is the row's version: every change of state compares and raises it, so of two that
 * would change the same state one fails and looks again.
 */
@Entity
@DynamicUpdate
public class Attempt extends PanacheEntityBase {

    /** Why there is an attempt. */
    public enum Purpose {
        FIRST,
        /** The one before said nothing, for a reason of the farm. */
        RETRY,
        /** The one before saw failures: are they real? */
        CONFIRM
    }

    enum Phase {
        QUEUED,
        STARTING,
        RUNNING,
        PASSED,
        FAILED,
        ERROR,
        TIMED_OUT,
        CANCELLED
    }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @ManyToOne(fetch = FetchType.LAZY)
    private Job job;

    private int number;

    @Enumerated(EnumType.STRING)
    private Purpose purpose;

    private String @Nullable [] onlyTests;
    private int shard;
    private int shards;
    private String[] share;
    private String pool;

    @Enumerated(EnumType.STRING)
    @Column(name = "state")
    private Phase phase;

    @Version
    private long fence;

    private @Nullable String tokenHash;
    private Instant createdAt;
    private Instant notBefore;
    private @Nullable Instant startedAt;
    private @Nullable Instant runningAt;
    private @Nullable Instant heartbeatAt;
    private @Nullable Instant finishedAt;
    private @Nullable Instant deadline;
    private @Nullable String host;
    private @Nullable String accelerator;

    @Enumerated(EnumType.STRING)
    private @Nullable InfraReason reason;

    private @Nullable String sentence;
    private @Nullable String step;
    private int resultSeq;
    private long logSize;
    private long logDropped;
    private long logSent;
    private int reports;
    private long excerpts;
    private @Nullable Long cpuMs;
    private boolean died;

    @SuppressWarnings("NullAway.Init")
    protected Attempt() {}

    /**
     * @param onlyTests to be run by name; empty for all of its share
     * @param notBefore when it may start
     */
    Attempt(
            Job job,
            int number,
            Purpose purpose,
            List<String> onlyTests,
            Shards.Share share,
            Instant notBefore,
            Instant now) {
        this.job = job;
        this.number = number;
        this.purpose = purpose;
        this.onlyTests = onlyTests.isEmpty() ? null : onlyTests.toArray(String[]::new);
        this.shard = share.number();
        this.shards = share.of();
        this.share = share.tests().toArray(String[]::new);
        this.pool = job.pool();
        this.phase = Phase.QUEUED;
        this.createdAt = now;
        this.notBefore = notBefore;
    }

    public long id() {
        return id;
    }

    public Job job() {
        return job;
    }

    public int number() {
        return number;
    }

    public Purpose purpose() {
        return purpose;
    }

    public List<String> onlyTests() {
        return onlyTests == null ? List.of() : List.of(onlyTests);
    }

    /** Of its job's suite. */
    public Shards.Share share() {
        return new Shards.Share(shard, shards, List.of(share));
    }

    public String pool() {
        return pool;
    }

    /** What it is at, or waits for. */
    public Optional<String> step() {
        return Optional.ofNullable(step);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public int resultSeq() {
        return resultSeq;
    }

    public long logSize() {
        return logSize;
    }

    public AttemptState state() {
        return switch (phase) {
            case QUEUED -> new AttemptState.Queued(notBefore);
            case STARTING -> new AttemptState.Starting(known(startedAt), known(deadline));
            case RUNNING -> new AttemptState.Running(known(runningAt), known(heartbeatAt), known(deadline));
            case PASSED, FAILED, ERROR, TIMED_OUT, CANCELLED ->
                new AttemptState.Ended(
                        known(finishedAt),
                        Ending.valueOf(phase.name()),
                        Optional.ofNullable(reason),
                        sentence == null ? "" : sentence);
        };
    }

    private static Instant known(@Nullable Instant instant) {
        return Objects.requireNonNull(instant, "a state without its instant");
    }

    /** @param start until when its agent has to report */
    void claimed(String tokenHash, Duration start, Instant now) {
        this.phase = Phase.STARTING;
        this.tokenHash = tokenHash;
        this.startedAt = now;
        this.deadline = now.plus(start);
    }

    void reclaimed(String tokenHash, Instant now) {
        this.tokenHash = tokenHash;
        this.startedAt = now;
    }

    /** From when it could begin to its agent's first word. */
    Duration waited() {
        return Duration.between(notBefore, known(runningAt));
    }

    boolean hasToken(String hash) {
        return hash.equals(tokenHash);
    }

    /** Its place has no room for it now, and nobody has its token. */
    void putBack(String words, Instant until) {
        this.phase = Phase.QUEUED;
        this.tokenHash = null;
        this.startedAt = null;
        this.deadline = null;
        this.notBefore = until;
        this.step = words;
    }

    /**
     * The agent has reported. A second report changes nothing.
     *
     * @param limit after which the farm stops it
     */
    public void running(String host, Duration limit, Instant now) {
        if (phase == Phase.STARTING) {
            this.phase = Phase.RUNNING;
            this.runningAt = now;
            this.heartbeatAt = now;
            this.host = host;
            this.deadline = now.plus(limit);
        }
    }

    /** Whether it is this host's agent that has reported. */
    public boolean runsOn(String host) {
        return host.equals(this.host);
    }

    public void batchTaken() {
        this.resultSeq++;
    }

    /** What was stored for its log, also where another piece was faster. */
    public long logSent() {
        return logSent;
    }

    public void logComes(long by) {
        this.logSent += by;
    }

    public void logGrew(long by) {
        this.logSize += by;
    }

    /** Results that were taken of it, each as often as it was. */
    public int reports() {
        return reports;
    }

    /** How long the excerpts of these are, together. */
    public long excerpts() {
        return excerpts;
    }

    public void reported(int results, long text) {
        this.reports += results;
        this.excerpts += text;
    }

    /** What the manifest says beyond the outcome. */
    public void measured(@Nullable String accelerator, long cpuMillis, long logDropped, boolean died) {
        this.accelerator = accelerator;
        this.cpuMs = cpuMillis;
        this.logDropped = logDropped;
        this.died = died;
    }

    void ended(AttemptState.Ended end) {
        this.phase = Phase.valueOf(end.ending().name());
        this.finishedAt = end.at();
        this.reason = end.reason().orElse(null);
        this.sentence = end.sentence();
    }

    public boolean isEnded() {
        return switch (phase) {
            case QUEUED, STARTING, RUNNING -> false;
            case PASSED, FAILED, ERROR, TIMED_OUT, CANCELLED -> true;
        };
    }
}
