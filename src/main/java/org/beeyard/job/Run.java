package org.beeyard.job;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.beeyard.series.Series;
import org.beeyard.tree.CommitId;
import org.jspecify.annotations.Nullable;

/** One evaluation: a base alone, or a series on a base. */
@Entity
public class Run extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Enumerated(EnumType.STRING)
    private RunKind kind;

    private @Nullable Long baseId;
    private @Nullable Long seriesId;

    @Enumerated(EnumType.STRING)
    private RunState state;

    private @Nullable String sentence;
    private Instant createdAt;
    private @Nullable Instant finishedAt;
    private @Nullable Integer patches;
    private @Nullable String atCommit;
    private @Nullable String deltaBlob;
    private @Nullable Long deltaSize;
    private String @Nullable [] paths;
    private @Nullable Long retestOf;
    private @Nullable Long baseRun;
    private @Nullable Long comparedWith;
    private @Nullable Instant artifactsGoneAt;
    private @Nullable Instant pinnedAt;
    private @Nullable String pinnedBy;

    @Enumerated(EnumType.STRING)
    private @Nullable RunState rawState;

    private @Nullable String rawSentence;

    @SuppressWarnings("NullAway.Init")
    protected Run() {}

    Run(RunKind kind, @Nullable Long base, @Nullable Long series, Instant now) {
        this.kind = kind;
        this.baseId = base;
        this.seriesId = series;
        this.state = RunState.PENDING;
        this.createdAt = now;
    }

    /** A series on a base, as a run of that has built it. */
    Run(Series series, Run ofBase, Instant now) {
        this(RunKind.SERIES, ofBase.baseId, series.id(), now);
        this.baseRun = ofBase.id;
    }

    /** Some jobs of another run of a series once more. */
    Run(Run retested, Instant now) {
        this(RunKind.SERIES, retested.baseId, retested.seriesId, now);
        this.baseRun = retested.baseRun;
        this.retestOf = retested.id;
    }

    /** A step of a search that began with a run: {@code part} of its series, or a commit before its base. */
    Run(Run whole, Part part, Instant now) {
        this(RunKind.BISECT, whole.baseId, whole.seriesId, now);
        switch (part.tried()) {
            case Tried.Patches(int count) -> this.patches = count;
            case Tried.Commit(CommitId commit) -> this.atCommit = commit.hex();
        }
        this.deltaBlob = part.delta().sha256();
        this.deltaSize = part.delta().size();
        this.paths = part.paths().toArray(String[]::new);
    }

    /** What a step of a search is about. */
    public sealed interface Tried {
        /** So many of a series' patches, the first. */
        record Patches(int count) implements Tried {}

        /** In the place of the base's. */
        record Commit(CommitId commit) implements Tried {}
    }

    /**
     * @param delta what makes its sources out of the base's
     * @param paths what it changes
     */
    public record Part(Tried tried, Series.Delta delta, List<String> paths) {
        public Part {
            paths = List.copyOf(paths);
        }
    }

    /** Of a step of a search; absent when retention has forgotten what it was built from, too. */
    public Optional<Part> part() {
        return deltaBlob == null || deltaSize == null || paths == null
                ? Optional.empty()
                : Optional.of(new Part(tried(), new Series.Delta(deltaBlob, deltaSize), List.of(paths)));
    }

    private Tried tried() {
        return patches != null
                ? new Tried.Patches(patches)
                : new Tried.Commit(new CommitId(Objects.requireNonNull(atCommit, "a step tries something")));
    }

    public long id() {
        return id;
    }

    public RunKind kind() {
        return kind;
    }

    /** Of any run but a probe. */
    public long baseId() {
        return Objects.requireNonNull(baseId, "a probe has no base");
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
        return artifactsGoneAt == null
                && switch (state) {
                    case PENDING, RUNNING, PASSED, WARNING, FAILED -> true;
                    case ERROR, CANCELLED, CONFLICT -> false;
                };
    }

    /** Its logs and artifacts, and those of the runs that it stands on, are kept as long as it is. Who pinned it first stays. */
    void pin(String by, Instant now) {
        if (pinnedAt == null) {
            pinnedAt = now;
            pinnedBy = by;
        }
    }

    void unpin() {
        pinnedAt = null;
        pinnedBy = null;
    }

    void running() {
        if (state == RunState.PENDING) {
            state = RunState.RUNNING;
        }
    }

    /** The base's run that a series' was judged with. */
    public void comparedWith(long ofBase) {
        comparedWith = ofBase;
    }

    /** What would have been its last word, had no rule changed it. */
    public void withoutRules(RunState verdict, String words) {
        rawState = verdict;
        rawSentence = words;
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
