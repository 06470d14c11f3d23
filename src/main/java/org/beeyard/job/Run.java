package org.beeyard.job;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One evaluation: a base alone, or a series on a base. */
@Entity
public class Run extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Enumerated(EnumType.STRING)
    private RunKind kind;

    private long baseId;
    private @Nullable Long seriesId;

    @Enumerated(EnumType.STRING)
    private RunState state;

    private @Nullable String sentence;
    private Instant createdAt;
    private @Nullable Instant finishedAt;

    @SuppressWarnings("NullAway.Init")
    protected Run() {}

    Run(RunKind kind, long base, @Nullable Long series, Instant now) {
        this.kind = kind;
        this.baseId = base;
        this.seriesId = series;
        this.state = RunState.PENDING;
        this.createdAt = now;
    }

    public long id() {
        return id;
    }

    public RunKind kind() {
        return kind;
    }

    public long baseId() {
        return baseId;
    }

    public Optional<Long> seriesId() {
        return Optional.ofNullable(seriesId);
    }

    public RunState state() {
        return state;
    }

    public boolean unfinished() {
        return state == RunState.PENDING || state == RunState.RUNNING;
    }

    /** Whether later series may be compared with it, now or when it has ended. */
    boolean usable() {
        return switch (state) {
            case PENDING, RUNNING, PASSED, WARNING, FAILED -> true;
            case ERROR, CANCELLED, CONFLICT -> false;
        };
    }

    void running() {
        if (state == RunState.PENDING) {
            state = RunState.RUNNING;
        }
    }

    /** The last word; a run that has one keeps it. */
    public void finish(RunState verdict, String words, Instant now) {
        if (unfinished()) {
            state = verdict;
            sentence = words;
            finishedAt = now;
        }
    }
}
