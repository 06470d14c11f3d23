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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.beeyard.blob.BlobStore;
import org.beeyard.lease.Leases;
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
    private static final int NAMED = 3;

    private final EntityManager database;
    private final KernelTrees trees;
    private final Bases bases;
    private final BlobStore blobs;
    private final TreesConfig config;
    private final DefaultTrees defaults;
    private final Prerequisites prerequisites;
    private final Trials trials;
    private final Leases leases;
    private final Event<SeriesApplied> applied;
    private final Event<SeriesChanged> changed;
    private final Clock clock;
    private final Retries retries = new Retries();
    private final ReentrantLock turn = new ReentrantLock();

    Applying(
            EntityManager database,
            KernelTrees trees,
            Bases bases,
            BlobStore blobs,
            TreesConfig config,
            DefaultTrees defaults,
            Prerequisites prerequisites,
            Trials trials,
            Leases leases,
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
        this.trials = trials;
        this.leases = leases;
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
        if (!leases.holds(Leases.TREES) || !turn.tryLock()) {
            return; // the one who works looks again when done
        }
        try {
            for (Optional<WaitingSeries> next = next(); next.isPresent() && leases.holds(Leases.TREES); next = next()) {
                settle(next.get());
            }
        } finally {
            turn.unlock();
        }
    }

    private Optional<WaitingSeries> next() {
        return QuarkusTransaction.requiringNew()
                .call(() -> database.createQuery(
                                "select id from Series where state = ?1 and unread is null order by id", Long.class)
                        .setParameter(1, SeriesState.READY)
                        .getResultStream()
                        .filter(id -> retries.due(id, clock.instant()))
                        .findFirst()
                        .map(id -> database.find(Series.class, id))
                        .map(s -> new WaitingSeries(
                                s.id(),
                                s.wantedTree(),
                                s.baseCommit(),
                                earlier(s),
                                s.tags(),
                                s.patches().stream().map(Change::of).toList(),
                                prerequisites.of(s))));
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

    private void settle(WaitingSeries series) {
        try {
            switch (TreeChoice.choose(
                    series.wanted(),
                    treeOf(series.baseCommit()),
                    series.earlier(),
                    series.tags(),
                    tags(),
                    defaults.names(config))) {
                case TreeChoice.Chosen.Nowhere(String problem) ->
                    reject(series, problem, config.all().isEmpty());
                case TreeChoice.Chosen.Candidates(List<TreeChoice.Candidate> candidates) -> tryOn(series, candidates);
            }
            retries.forget(series.id());
        } catch (IOException | UnknownTree e) {
            log.warnf("series %d cannot be applied now: %s", series.id(), e.getMessage());
            retries.failed(series.id(), clock.instant());
            waits(series, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.errorf(e, "series %d cannot be applied now", series.id());
            stumbled(series, String.valueOf(e.getMessage()));
        }
    }

    /** What is out of order around the farm is not the series' fault, and it goes on by itself when somebody has repaired that. */
    private void waits(WaitingSeries series, String why) {
        QuarkusTransaction.requiringNew()
                .run(() -> ready(series.id())
                        .ifPresent(row -> row.waits("The farm cannot apply it now, and tries again: " + why)));
    }

    /** A defect of the farm's that this series brings out: trying again helps for a while or never. */
    private void stumbled(WaitingSeries series, String why) {
        if (retries.failed(series.id(), clock.instant()) <= Retries.MOST) {
            waits(series, why);
        } else {
            retries.forget(series.id());
            reject(
                    series,
                    "The farm could not apply the series: " + why + ". Ask for a retest when it is repaired.",
                    true);
        }
    }

    private void tryOn(WaitingSeries series, List<TreeChoice.Candidate> candidates) throws IOException, UnknownTree {
        Trials.Trial trial = trials.run(series, candidates);
        if (trial.outcome() instanceof Application.Applied(CommitId head, List<CommitId> commits, List<String> paths)) {
            KernelTrees.Sources from = bases.store(trial.base());
            KernelTrees.Sources to = bases.sources(trial.base(), head);
            BlobStore.Blob delta = blobs.put(out -> trees.writeDelta(from.commit(), to.commit(), out));
            record(series, trial, head, commits, delta, paths, to.skipped());
        } else {
            end(series, trial);
        }
    }

    private void record(
            WaitingSeries series,
            Trials.Trial trial,
            CommitId head,
            List<CommitId> commits,
            BlobStore.Blob delta,
            List<String> paths,
            List<String> ciSkipped) {
        QuarkusTransaction.requiringNew()
                .run(() -> ready(series.id()).ifPresent(row -> {
                    row.applied(
                            trial.base().id(),
                            trial.on().reason(),
                            head.hex(),
                            commits.stream().map(CommitId::hex).toList(),
                            new Series.Delta(delta.sha256(), delta.size()),
                            paths,
                            ciSkipped);
                    keep(series, trial.outcome());
                }));
        log.infof("series %d applied to %s", series.id(), trial.place());
        applied.fireAsync(new SeriesApplied());
    }

    private void end(WaitingSeries series, Trials.Trial trial) {
        QuarkusTransaction.requiringNew()
                .run(() -> ready(series.id()).ifPresent(row -> {
                    String patches = "/" + series.changes().size();
                    SeriesState state = switch (trial.outcome()) {
                        case Application.Conflict _, Application.Ungrounded _ -> SeriesState.CONFLICT;
                        case Application.AlreadyApplied _ -> SeriesState.ALREADY_APPLIED;
                        case Application.Unfit _ -> SeriesState.REJECTED;
                        case Application.Applied _ -> throw new IllegalStateException("applied is not an end");
                    };
                    String problem = switch (trial.outcome()) {
                        case Application.Conflict conflict ->
                            "Patch " + conflict.patch() + patches + " (" + conflict.subject()
                                    + ") does not apply to " + trial.place() + ": " + conflict.place() + "."
                                    + unknown(series);
                        case Application.Ungrounded(String why) -> why;
                        case Application.AlreadyApplied(String how) ->
                            "The series is in " + trial.place() + " already: " + how + ".";
                        case Application.Unfit(int patch, String reason) ->
                            "Patch " + patch + patches + " is refused: " + reason + ".";
                        case Application.Applied _ -> "";
                    };
                    row.ended(state, trial.base().id(), trial.on().reason(), problem);
                    keep(series, trial.outcome());
                    changed.fire(new SeriesChanged(series.id()));
                }));
    }

    /** What it met before, at an earlier look, is of no interest any more. */
    private void keep(WaitingSeries series, Application outcome) {
        database.createQuery("delete from Conflict where seriesId = ?1")
                .setParameter(1, series.id())
                .executeUpdate();
        if (outcome instanceof Application.Conflict conflict) {
            conflict.files()
                    .forEach(file -> database.persist(
                            new Conflict(series.id(), conflict.patch(), file.path(), file.hunks(), file.text())));
        }
    }

    private static String unknown(WaitingSeries series) {
        List<String> names = series.before().unknown();
        if (names.isEmpty()) {
            return "";
        }
        int more = names.size() - NAMED;
        return " It depends on what this farm has not seen: "
                + String.join(", ", names.subList(0, Math.min(names.size(), NAMED)))
                + (more > 0 ? " and " + more + " more" : "") + ".";
    }

    private void reject(WaitingSeries series, String problem, boolean farmsFault) {
        QuarkusTransaction.requiringNew()
                .run(() -> ready(series.id()).ifPresent(row -> {
                    if (farmsFault) {
                        row.untestable(null, problem);
                    } else {
                        row.ended(SeriesState.REJECTED, null, null, problem);
                    }
                    changed.fire(new SeriesChanged(series.id()));
                }));
    }

    /** The row, unless it was superseded while we worked. */
    private Optional<Series> ready(long id) {
        leases.confirm(Leases.TREES);
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
            return trees.contains(bases.lastKnown(tree).commit(), commit);
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
