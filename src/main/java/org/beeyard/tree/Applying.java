package org.beeyard.tree;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.beeyard.blob.BlobStore;
import org.beeyard.series.Conflict;
import org.beeyard.series.Series;
import org.beeyard.series.SeriesChanged;
import org.beeyard.series.SeriesIntake.SeriesReceived;
import org.beeyard.series.SeriesState;
import org.beeyard.tree.KernelTrees.Change;
import org.beeyard.tree.KernelTrees.UnknownTree;
import org.jboss.logging.Logger;

/** The stage between a series that is READY and one that is applied, or known not to fit. */
@ApplicationScoped
public class Applying {

    private static final Logger log = Logger.getLogger(Applying.class);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final int MOST_TRIES = 10;

    private final EntityManager database;
    private final KernelTrees trees;
    private final Bases bases;
    private final BlobStore blobs;
    private final TreesConfig config;
    private final DefaultTrees defaults;
    private final Prerequisites prerequisites;
    private final Event<SeriesApplied> applied;
    private final Event<SeriesChanged> changed;
    private final Clock clock;
    /** Only a hint that spares the farm work: after a restart everything is tried at once. */
    private final Map<Long, Failures> failed = new ConcurrentHashMap<>();

    private final ReentrantLock turn = new ReentrantLock();

    Applying(
            EntityManager database,
            KernelTrees trees,
            Bases bases,
            BlobStore blobs,
            TreesConfig config,
            DefaultTrees defaults,
            Prerequisites prerequisites,
            Event<SeriesApplied> applied,
            Event<SeriesChanged> changed,
            Clock clock) {
        this.clock = clock;
        this.database = database;
        this.trees = trees;
        this.bases = bases;
        this.blobs = blobs;
        this.config = config;
        this.defaults = defaults;
        this.prerequisites = prerequisites;
        this.applied = applied;
        this.changed = changed;
    }

    /** A series has found its base. */
    public record SeriesApplied() {}

    void received(@ObservesAsync SeriesReceived event) {
        run();
    }

    @Scheduled(every = "2s", identity = "applying")
    void run() {
        if (!turn.tryLock()) {
            return; // the one who works looks again when done
        }
        try {
            for (Optional<Waiting> next = next(); next.isPresent(); next = next()) {
                settle(next.get());
            }
        } finally {
            turn.unlock();
        }
    }

    private record Waiting(
            long id,
            Optional<String> wanted,
            Optional<String> baseCommit,
            Optional<String> earlier,
            List<String> tags,
            List<Change> changes,
            Prerequisites.Found before) {}

    private Optional<Waiting> next() {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createQuery("from Series where state = ?1 order by id", Series.class)
                        .setParameter(1, SeriesState.READY)
                        .setMaxResults(MOST_TRIES * 10)
                        .getResultStream()
                        .filter(s -> !isPutOff(s.id()))
                        .findFirst()
                        .map(s -> new Waiting(
                                s.id(),
                                s.wantedTree(),
                                s.baseCommit(),
                                earlier(s),
                                s.tags(),
                                s.patches().stream().map(Change::of).toList(),
                                prerequisites.of(s))));
    }

    private boolean isPutOff(long series) {
        Failures failures = failed.get(series);
        return failures != null && failures.notBefore().isAfter(clock.instant());
    }

    private Optional<String> earlier(Series series) {
        return database.createNativeQuery("""
                        select t.name from series s join base b on b.id = s.base_id join tree t on t.id = b.tree_id
                         where s.topic_id = ?1 and s.head_commit is not null order by s.id desc limit 1
                        """, String.class)
                .setParameter(1, series.topicId())
                .getResultStream()
                .findFirst()
                .map(String.class::cast);
    }

    private void settle(Waiting series) {
        try {
            switch (TreeChoice.choose(
                    series.wanted(),
                    treeOf(series.baseCommit()),
                    series.earlier(),
                    series.tags(),
                    tags(),
                    defaults.names())) {
                case TreeChoice.Chosen.Nowhere(String problem) -> reject(series, problem);
                case TreeChoice.Chosen.Candidates(List<TreeChoice.Candidate> candidates) -> tryOn(series, candidates);
            }
        } catch (UnknownTree e) {
            reject(series, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            log.errorf(e, "series %d cannot be applied now", series.id());
            putOff(series, String.valueOf(e.getMessage()));
        }
    }

    /** The farm's fault is not the series': it is tried again, later each time, until it is clear that it does not help. */
    private void putOff(Waiting series, String why) {
        Failures failures = failed.merge(
                series.id(),
                new Failures(1, clock.instant().plus(PAUSE)),
                (before, now) -> new Failures(
                        before.count() + 1, clock.instant().plus(PAUSE.multipliedBy(before.count() + 1L))));
        if (failures.count() > MOST_TRIES) {
            failed.remove(series.id());
            reject(series, "The farm could not apply the series: " + why + ". Ask for a retest when it is repaired.");
        }
    }

    private record Failures(int count, Instant notBefore) {}

    private void tryOn(Waiting series, List<TreeChoice.Candidate> candidates) throws IOException, UnknownTree {
        Application last = null;
        TreeChoice.Candidate on = candidates.getFirst();
        Bases.Adopted base = null;
        for (TreeChoice.Candidate candidate : candidates) {
            on = candidate;
            base = bases.newest(candidate.tree());
            Ground ground = ground(series, base);
            if (ground.problem().isPresent()) {
                conflictBelow(series, on, base, ground.problem().get());
                return;
            }
            last = trees.apply(ground.commit(), Long.toString(series.id()), series.changes());
            if (last instanceof Application.Applied || last instanceof Application.AlreadyApplied) {
                break;
            }
        }
        if (base == null || last == null) {
            throw new IllegalStateException("no candidate tree");
        }
        if (last instanceof Application.Applied(CommitId head, List<CommitId> commits, List<String> paths)) {
            KernelTrees.Sources from = bases.store(base);
            KernelTrees.Sources to = trees.sources(head, base.ci());
            BlobStore.Blob delta = blobs.put(out -> trees.writeDelta(from.commit(), to.commit(), out));
            record(series, on, base, head, commits, delta, paths, to.skipped());
        } else {
            end(series, on, base, last);
        }
    }

    /** What the series is applied to: the base with the series that come before on it, or why that cannot be had. */
    private record Ground(CommitId commit, Optional<String> problem) {}

    private Ground ground(Waiting series, Bases.Adopted base) throws IOException {
        CommitId commit = base.commit();
        for (Prerequisites.Earlier earlier : series.before().open()) {
            switch (trees.apply(commit, series.id() + "-after-" + earlier.id(), earlier.changes())) {
                case Application.Applied applied -> commit = applied.head();
                case Application.AlreadyApplied _ -> {}
                case Application.Conflict conflict -> {
                    return new Ground(commit, Optional.of(below(earlier, base, conflict.place())));
                }
                case Application.Unfit unfit -> {
                    return new Ground(commit, Optional.of(below(earlier, base, unfit.reason())));
                }
            }
        }
        return new Ground(commit, Optional.empty());
    }

    private static String below(Prerequisites.Earlier earlier, Bases.Adopted base, String why) {
        return "It depends on \"" + earlier.title() + "\" (series " + earlier.id() + "), which does not apply to "
                + base.tree() + " " + base.commit().abbreviated() + ": " + why + ".";
    }

    private void conflictBelow(Waiting series, TreeChoice.Candidate on, Bases.Adopted base, String problem) {
        QuarkusTransaction.requiringNew()
                .run(() -> ready(series.id()).ifPresent(row -> {
                    row.ended(SeriesState.CONFLICT, base.id(), on.reason(), problem);
                    changed.fire(new SeriesChanged(series.id()));
                }));
    }

    private void record(
            Waiting series,
            TreeChoice.Candidate on,
            Bases.Adopted base,
            CommitId head,
            List<CommitId> commits,
            BlobStore.Blob delta,
            List<String> paths,
            List<String> ciSkipped) {
        QuarkusTransaction.requiringNew()
                .run(() -> ready(series.id())
                        .ifPresent(row -> row.applied(
                                base.id(),
                                on.reason(),
                                head.hex(),
                                commits.stream().map(CommitId::hex).toList(),
                                new Series.Delta(delta.sha256(), delta.size()),
                                paths,
                                ciSkipped)));
        log.infof(
                "series %d applied to %s %s",
                series.id(), base.tree(), base.commit().abbreviated());
        applied.fireAsync(new SeriesApplied());
    }

    private void end(Waiting series, TreeChoice.Candidate on, Bases.Adopted base, Application outcome) {
        String place = base.tree() + " " + base.commit().abbreviated();
        QuarkusTransaction.requiringNew()
                .run(() -> ready(series.id()).ifPresent(row -> {
                    switch (outcome) {
                        case Application.Conflict conflict -> {
                            row.ended(
                                    SeriesState.CONFLICT,
                                    base.id(),
                                    on.reason(),
                                    "Patch " + conflict.patch() + "/"
                                            + series.changes().size() + " (" + conflict.subject()
                                            + ") does not apply to " + place + ": " + conflict.place() + "."
                                            + unknown(series));
                            database.createQuery("delete from Conflict where seriesId = ?1")
                                    .setParameter(1, series.id())
                                    .executeUpdate();
                            conflict.files()
                                    .forEach(file -> database.persist(new Conflict(
                                            series.id(), conflict.patch(), file.path(), file.hunks(), file.text())));
                        }
                        case Application.AlreadyApplied already ->
                            row.ended(
                                    SeriesState.ALREADY_APPLIED,
                                    base.id(),
                                    on.reason(),
                                    "The series is in " + place + " already: " + already.how() + ".");
                        case Application.Unfit unfit ->
                            row.ended(
                                    SeriesState.REJECTED,
                                    base.id(),
                                    on.reason(),
                                    "Patch " + unfit.patch() + "/"
                                            + series.changes().size() + " is refused: " + unfit.reason() + ".");
                        case Application.Applied _ -> throw new IllegalStateException("applied is not an end");
                    }
                    changed.fire(new SeriesChanged(series.id()));
                }));
    }

    private static String unknown(Waiting series) {
        return series.before().unknown().isEmpty()
                ? ""
                : " It depends on what this farm has not seen: "
                        + String.join(", ", series.before().unknown()) + ".";
    }

    private void reject(Waiting series, String problem) {
        QuarkusTransaction.requiringNew()
                .run(() -> ready(series.id()).ifPresent(row -> {
                    row.ended(SeriesState.REJECTED, null, null, problem);
                    changed.fire(new SeriesChanged(series.id()));
                }));
    }

    /** The row, unless it was superseded while we worked. */
    private Optional<Series> ready(long id) {
        return Optional.ofNullable(database.find(Series.class, id, LockModeType.PESSIMISTIC_WRITE))
                .filter(row -> row.state() == SeriesState.READY);
    }

    /** The one tree in whose recent history the commit is; trees share much of their history, then it says nothing. */
    private Optional<String> treeOf(Optional<String> baseCommit) {
        Optional<CommitId> commit = baseCommit.flatMap(CommitId::parse);
        if (commit.isEmpty()) {
            return Optional.empty();
        }
        List<String> having = config.all().keySet().stream()
                .filter(tree -> has(tree, commit.get()))
                .toList();
        return having.size() == 1 ? Optional.of(having.getFirst()) : Optional.empty();
    }

    private boolean has(String tree, CommitId commit) {
        try {
            return trees.contains(bases.newest(tree).commit(), commit);
        } catch (IOException | UnknownTree e) {
            log.warnf("tree %s cannot be asked for a base-commit: %s", tree, e.getMessage());
            return false;
        }
    }

    private Map<String, List<String>> tags() {
        return config.all().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, tree -> tree.getValue().tags().orElse(List.of())));
    }
}
